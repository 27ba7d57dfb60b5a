import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "article.created": { subject: "article", sentence: "started {label}" },
  "article.updated": { subject: "article", sentence: "edited {label}" },
  "article.restored": { subject: "article", sentence: "restored an earlier text of {label}" },
  "article.published": { subject: "article", sentence: "published {label}" },
  "article.unpublished": { subject: "article", sentence: "took back {label} to the drafts" },
  "article.archived": { subject: "article", sentence: "archived {label}" },
  "article.deleted": { subject: "article", sentence: "deleted {label}" },
} satisfies EventDefinitions;
