import { z } from "zod";
import type { EventDefinitions } from "../events/event-definition";
import { title } from "../events/payload-fields";

const about = { subject: "article", visibleTo: "read", payload: z.object({ title }) } as const;

export const eventTypes = {
  "article.liked": { ...about, sentence: "liked {label}" },
  "article.unliked": { ...about, sentence: "no longer likes {label}" },
} satisfies EventDefinitions;
