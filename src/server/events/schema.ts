import { z } from "zod";
import { integerString } from "../platform/integer-schema";
import type { SectionDefinitions } from "../platform/section-definition";
import { eventResponses, type PublicEvent } from "./public-event";

export const sections = {
  Events: { place: 105, description: "What happens, in order, as it happens." },
} satisfies SectionDefinitions;

/** Instead of a cursor: from now on. */
export const latest = "latest";

const publicTypes = Object.keys(eventResponses);

const types = z
  .string()
  .max(2_000)
  .meta({
    description: "Only these types, with commas between. The others are passed by",
    example: "article.published,article.deleted",
  })
  .transform((value) => value.split(","))
  .pipe(
    z.array(
      z.string().refine((name) => publicTypes.includes(name), {
        error: ({ input }) => `"${String(input).slice(0, 60)}" is not a type of event`,
      }),
    ),
  );

export const followEvents = z.strictObject({
  after: z.string().min(1).max(200).optional().meta({
    description:
      "`meta.nextCursor` of the page before. `latest`: from now on. Without it from the oldest event that is kept",
    example: "WyJldmVudHMiLCJzWWRaX3cxSyIsNDJd",
  }),
  types: types.optional(),
  limit: integerString(1, 500).default(100),
  wait: integerString(0, 25).default(0).meta({
    description:
      "Where there is nothing yet: seconds to wait for it. The answer comes as soon as there is something",
  }),
});
export type FollowEvents = z.output<typeof followEvents>;

export const eventResponse: z.ZodType<PublicEvent> = z
  .discriminatedUnion("type", Object.values(eventResponses) as never)
  .meta({ id: "Event" });

export const feedMeta = z
  .object({
    limit: z.int(),
    nextCursor: z.string().meta({
      description: "For the parameter `after` of the next page; also where there is nothing yet",
      example: "WyJldmVudHMiLCJzWWRaX3cxSyIsNDJd",
    }),
    hasMore: z.boolean().meta({ description: "True if there is more to be had at once" }),
  })
  .meta({ id: "FeedMeta" });
