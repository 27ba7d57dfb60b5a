import { z } from "zod";
import type { EventDefinitions } from "../events/event-definition";

const about = { subject: "tag", visibleTo: "read" } as const;
const name = z.string().meta({ example: "Harbour" });
const slug = z.string().meta({ example: "harbour" });
const tag = z.object({ name, slug });

export const eventTypes = {
  "tag.created": { ...about, sentence: "made the tag {label}", payload: tag },
  "tag.updated": {
    ...about,
    sentence: "renamed the tag {label}",
    payload: tag.extend({ previousName: name, previousSlug: slug }),
  },
  "tag.deleted": { ...about, sentence: "deleted the tag {label}", payload: tag },
} satisfies EventDefinitions;
