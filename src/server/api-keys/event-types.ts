import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "api_key.created": { subject: "api_key", sentence: "made the API key {label}" },
  "api_key.updated": { subject: "api_key", sentence: "changed the API key {label}" },
  "api_key.rotated": { subject: "api_key", sentence: "replaced the API key {label}" },
  "api_key.revoked": { subject: "api_key", sentence: "revoked the API key {label}" },
  "api_key.handed_over": { subject: "api_key", sentence: "took over the API key {label}" },
} satisfies EventDefinitions;
