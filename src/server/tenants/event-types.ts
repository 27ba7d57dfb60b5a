import { z } from "zod";
import type { EventDefinitions } from "../events/event-definition";
import { changed } from "../events/payload-fields";

const about = { subject: "tenant", visibleTo: "read" } as const;
const name = z.string().meta({ example: "North Harbour News" });

export const eventTypes = {
  "tenant.created": {
    ...about,
    sentence: "started the organisation {label}",
    payload: z.object({ name, slug: z.string().meta({ example: "north-harbour-news" }) }),
  },
  "tenant.updated": {
    ...about,
    sentence: "changed the settings of {label}",
    payload: z.object({ name, changed }),
  },
} satisfies EventDefinitions;
