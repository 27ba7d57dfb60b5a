import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "tenant.created": { subject: "tenant", sentence: "started the organisation {label}" },
  "tenant.updated": { subject: "tenant", sentence: "changed the settings of {label}" },
} satisfies EventDefinitions;
