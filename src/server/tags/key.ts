import { slugOf } from "../articles/slugs";
import { fold } from "../search/fold";

export const tagSlugLengthMax = 100;

/**
 * What tells tags apart: the name without case, accents and kinds of blanks. As `app.tag_key` in the database, which decides: of
 * letters that Unicode got lately the two may know different cases.
 */
export function tagKey(name: string): string {
  const spelled = name
    .normalize("NFC")
    .replace(/[äöüÄÖÜ]/g, (letter) => `${letter.toLowerCase().normalize("NFD").charAt(0)}e`);
  return fold(spelled)
    .replace(/[\u200b\u115f\u1160\u2800\u061c\u180e]/g, "")
    .replace(/[ \t_\u2010-\u2015-]+/g, " ")
    .replace(/^ | $/g, "");
}

/** The slug that a tag gets as long as no other has it; empty if the name has neither letters nor digits. */
export function tagSlugOf(name: string): string {
  const spelled = name
    .replace(/(?<=[\p{L}\p{N}])(\++)(?![\p{L}\p{N}])/gu, (_, signs: string) => " plus".repeat(signs.length))
    .replace(/(?<=[\p{L}\p{N}])#(?![\p{L}\p{N}])/gu, " sharp");
  return slugOf(spelled, tagSlugLengthMax);
}
