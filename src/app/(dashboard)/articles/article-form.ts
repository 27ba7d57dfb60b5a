import { z } from "zod";
import { createArticle } from "@/server/articles/schema";
import { integerString } from "@/server/platform/integer-schema";

/**
 * What the editor's forms send, turned into what the service takes. Forms know only strings: tags come as one line with
 * commas, and browsers send each line break of a text as CR LF, which nobody typed and which must not be stored.
 */
const content = z
  .string()
  .transform((value) => value.replaceAll("\r\n", "\n"))
  .pipe(createArticle.shape.content);

const tags = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean),
  )
  .pipe(createArticle.shape.tags.unwrap());

const { title, slug } = createArticle.shape;
const text = { title, content, tags, slug };

/** Which article, and the version that the page showed. */
export const target = { id: z.uuid(), version: integerString(1, 999_999_999) };

export const newArticleForm = z.strictObject({
  ...text,
  intent: z.enum(["save", "publish"]).default("save"),
});

export const articleForm = z.strictObject({
  ...target,
  ...text,
  /** `overwrite` saves whatever was changed in the meantime. */
  intent: z.enum(["save", "publish", "overwrite"]).default("save"),
  /** "no": the text is the one that is saved already. */
  changed: z.enum(["yes", "no"]).default("yes"),
});

export const articleStatusForm = z.strictObject({ ...target, intent: z.enum(["unpublish", "archive"]) });

export const articleTargetForm = z.strictObject(target);
