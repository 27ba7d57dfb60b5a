import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "comment.created": { subject: "comment", sentence: "commented on {label}" },
  "comment.deleted": { subject: "comment", sentence: "deleted a comment {label}" },
  "comment.updated": { subject: "comment", sentence: "edited a comment on {label}" },
  "comment.approved": { subject: "comment", sentence: "approved a comment on {label}" },
  "comment.rejected": { subject: "comment", sentence: "rejected a comment on {label}" },
} satisfies EventDefinitions;
