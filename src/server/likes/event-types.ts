import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "article.liked": { subject: "article", sentence: "liked {label}" },
  "article.unliked": { subject: "article", sentence: "no longer likes {label}" },
} satisfies EventDefinitions;
