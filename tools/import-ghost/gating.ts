import type { Findings } from "../import/findings";

const boundary = /<!--\s*kg-gated-block:(begin|end)/gi;

/**
 * Takes out of HTML (or Markdown) what Ghost marks as a block that visitors who haven't signed in don't get. A block of
 * which that can't be read counts as such; one without an end goes on to the end of the text.
 */
export function withoutGatedBlocks(html: string, findings: Findings): string {
  const kept: string[] = [];
  /** For each block that we are in, whether everybody gets it. */
  const blocks: boolean[] = [];
  let from = 0;
  for (const match of html.matchAll(boundary)) {
    if (match.index < from) continue; // inside of the comment before
    if (!blocks.includes(false)) kept.push(html.slice(from, match.index));
    const end = html.indexOf("-->", match.index);
    const parameters = html.slice(match.index + match[0].length, end < 0 ? undefined : end);
    from = end < 0 ? html.length : end + 3;
    if (match[1]?.toLowerCase() === "end") blocks.pop();
    else {
      const isPublic = /(?:^|\s)nonMember:true(?:\s|$)/.test(parameters);
      if (!isPublic && !blocks.includes(false)) findings.add(hidden);
      blocks.push(isPublic);
    }
  }
  if (!blocks.includes(false)) kept.push(html.slice(from));
  return kept.join("");
}

export const hidden = "a part that only members or readers of mails were to see was left out";

/** What marks the beginning of the part for members, in HTML and as a card. */
export const paywall = /<!--\s*members-only\s*-->/i;

/**
 * Whether a card with this `visibility` is shown to everybody on the web. Ghost had several forms of it: `web` and
 * `email` apart since 5.110, `showOnWeb` with `segment` before, `emailOnly` before that. What is none of them is not.
 */
export function isForEverybody(visibility: unknown): boolean {
  if (visibility === undefined || visibility === null || visibility === "" || visibility === "public")
    return true;
  if (!isObject(visibility)) return false;
  if (Object.hasOwn(visibility, "web")) return isObject(visibility.web) && visibility.web.nonMember === true;
  const { showOnWeb = true, emailOnly = false, segment = "" } = visibility;
  return (
    showOnWeb === true && emailOnly === false && (segment === "" || segment === null || segment === everybody)
  );
}

/** How Ghost writes all members, those who pay and those who don't. */
const everybody = "status:free,status:-free";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
