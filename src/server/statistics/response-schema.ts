import { z } from "zod";

const countOf = z.int().min(0);

/** An organisation in figures. */
export const statisticsResponse = z
  .object({
    articles: z.object({ draft: countOf, published: countOf, archived: countOf }),
    members: z
      .object({ admin: countOf, editor: countOf, author: countOf, viewer: countOf })
      .meta({ description: "Active ones" }),
    comments: z.object({ pending: countOf, approved: countOf, rejected: countOf }),
    likes: countOf,
    events: z.object({
      days: z
        .array(z.object({ day: z.iso.date(), count: countOf }))
        .meta({ description: "The last 30 days in UTC, oldest first; the last one is today" }),
      isComplete: z.boolean().meta({
        description: "False: there were more than 20,000, and only the newest 20,000 are counted",
      }),
    }),
  })
  .meta({ id: "Statistics" });
export type Statistics = z.input<typeof statisticsResponse>;
