import { z } from "zod";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";
import { line, slug } from "../platform/text";
import { tagSlugLengthMax } from "./key";

export const sections = {
  Tags: { place: 50, description: "The words that articles are filed under." },
} satisfies SectionDefinitions;

export const listTags = z.strictObject({
  limit: idPage.limit,
  offset: idPage.offset,
  /** The slug of the last tag of the page before. */
  cursor: slug(tagSlugLengthMax).meta({ example: "harbour" }).optional(),
  slug: slug(tagSlugLengthMax).meta({ example: "harbour" }).optional(),
});
export type ListTags = z.output<typeof listTags>;

/** The slug is made of the name, always: two names that differ only in case, accents and kinds of blanks are one tag. */
export const nameTag = z.strictObject({ name: line(50).meta({ example: "Harbour" }) });
export type NameTag = z.output<typeof nameTag>;
