import { z } from "zod";
import { momentOf } from "@/lib/zoned-time";
import { createArticle } from "@/server/articles/schema";
import { isTimeZone } from "@/server/platform/locale";
import { target } from "./article-form";

const { publishAt, unpublishAt } = createArticle.shape;
const times = ["publishAt", "unpublishAt"] as const;

/**
 * When an article is to be published and unpublished. Forms send what a clock shows, and the zone that the page said beside the
 * fields. What is empty is not to happen.
 */
export const scheduleForm = z
  .strictObject({
    ...target,
    publishAt: z.string().optional(),
    unpublishAt: z.string().optional(),
    timeZone: z.string().refine(isTimeZone, { error: "must be a time zone" }),
    intent: z.enum(["schedule", "cancel"]),
  })
  .transform(({ intent, timeZone, id, version, ...local }, context) => {
    if (intent === "cancel") return { id, version, publishAt: null, unpublishAt: null };
    const fault = (path: string, message: string) =>
      context.issues.push({ code: "custom", input: local, path: [path], message });
    const [publish, unpublish] = times.map((name) => {
      const value = local[name];
      const moment = value === undefined ? null : momentOf(value, timeZone);
      if (moment === undefined) fault(name, `is no time of that day in ${timeZone}`);
      return moment?.toISOString() ?? null;
    });
    if (times.every((name) => local[name] === undefined))
      for (const name of times) fault(name, "must be a date and time");
    return { id, version, publishAt: publish, unpublishAt: unpublish };
  })
  .pipe(
    z.strictObject({
      id: z.uuid(),
      version: z.int(),
      publishAt: publishAt.unwrap().nullable(),
      unpublishAt: unpublishAt.unwrap().nullable(),
    }),
  );
