import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "tag.created": { subject: "tag", sentence: "made the tag {label}" },
  "tag.updated": { subject: "tag", sentence: "renamed the tag {label}" },
  "tag.deleted": { subject: "tag", sentence: "deleted the tag {label}" },
} satisfies EventDefinitions;
