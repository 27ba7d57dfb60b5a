import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "member.invited": { subject: "invitation", sentence: "invited {label}" },
  "invitation.resent": { subject: "invitation", sentence: "sent a new link to {label}" },
  "invitation.cancelled": { subject: "invitation", sentence: "cancelled the invitation of {label}" },
  "member.joined": { subject: "member", sentence: "joined" },
  "member.renamed": { subject: "member", sentence: "is now called {label}" },
  "member.role_changed": { subject: "member", sentence: "changed the role of {label}" },
  "member.suspended": { subject: "member", sentence: "suspended {label}" },
  "member.reactivated": { subject: "member", sentence: "reactivated {label}" },
  "member.removed": { subject: "member", sentence: "removed {label}" },
} satisfies EventDefinitions;
