import type { ImportedArticle } from "./article";
import { parseDate } from "./dates";
import { type Fields, isBlank, keyOf, shown } from "./fields";
import {
  creationKeys,
  dateKeys,
  expiryKeys,
  nestedKeys,
  offKeys,
  publicWords,
  publishDateKeys,
  shownBy,
  stateKeys,
  withheldBy,
} from "./withholding";

export interface Standing {
  status: ImportedArticle["status"];
  publishedAt: Date | undefined;
}

/** A date that something else says than the fields, such as the file's name; used where they say none. */
export interface StandingOptions {
  dateOtherwise?: Date | undefined;
  now?: Date;
}

/**
 * Whether the fields make an article public, and since when. Only what is understood is public: whatever says no, and
 * whatever can't be understood, makes a draft with a note. Archived counts as said by `status` or `archived`.
 */
export function standingOf(fields: Fields, notes: string[], options: StandingOptions = {}): Standing {
  const { dateOtherwise, now = new Date() } = options;
  const reasons: string[] = [];
  const said = dateOf(fields, dateKeys, now, reasons) ?? dateOtherwise;
  const created = dateOf(fields, creationKeys, now, reasons);
  const publishedAt = said ?? created;
  const isFuture = publishedAt !== undefined && publishedAt > now;
  if (isFuture && reasons.length === 0)
    reasons.push(`its date ${publishedAt.toISOString()} is in the future`);
  reasons.push(...expiries(fields, now), ...embargoes(fields, now));
  const isArchived = archivedBy(fields);
  reasons.push(...flags(fields), ...states(fields), ...nested(fields));
  const date = isFuture ? undefined : reasons.length > 0 ? said : publishedAt;
  const saidDraft = reasons.length === 1 && reasons[0] === plainDraft;
  if (reasons.length > 0 && !saidDraft)
    notes.push(
      `it is a draft, since ${[...new Set(reasons)].filter((reason) => reason !== plainDraft).join(", and ")}`,
    );
  const isDraft = reasons.length > 0;
  // What is archived may never have been public: when it was made tells nothing of that.
  if (isArchived && (!isDraft || saidDraft))
    return { status: "archived", publishedAt: isFuture ? undefined : said };
  return { status: isDraft ? "draft" : "published", publishedAt: date };
}

/** What needs no note: the source and we mean the same. */
const plainDraft = "it is said to be one";

function dateOf(fields: Fields, keys: string[], now: Date, reasons: string[]): Date | undefined {
  const said = keys.filter((key) => !isBlank(fields.take(key)) && !isFlag(key, fields.take(key)));
  const dates = said.map((key) => {
    const value = fields.take(key);
    const date = parseDate(value);
    if (!date) reasons.push(`its ${fields.written(key)} "${shown(value)}" is not understood as a date`);
    else if (date > now && publishDateKeys.includes(key))
      reasons.push(`its ${fields.written(key)} ${date.toISOString()} is in the future`);
    return date;
  });
  return dates.find((date) => date !== undefined);
}

/** `published: true` is no date. */
function isFlag(key: string, value: unknown): boolean {
  return shownBy.includes(key) && (yesOrNo(value) !== undefined || !parseDate(value));
}

function embargoes(fields: Fields, now: Date): string[] {
  return publishDateKeys
    .filter(
      (key) => !dateKeys.includes(key) && !isBlank(fields.take(key)) && yesOrNo(fields.take(key)) !== false,
    )
    .flatMap((key) => {
      const date = parseDate(fields.take(key));
      return date && date <= now ? [] : [`its ${fields.written(key)} is "${shown(fields.take(key))}"`];
    });
}

function expiries(fields: Fields, now: Date): string[] {
  return expiryKeys
    .filter((key) => !isBlank(fields.take(key)) && yesOrNo(fields.take(key)) !== false)
    .flatMap((key) => {
      const date = parseDate(fields.take(key));
      return date && date > now ? [] : [`its ${fields.written(key)} is "${shown(fields.take(key))}"`];
    });
}

function flags(fields: Fields): string[] {
  const said = (key: string) => `its ${fields.written(key)} is "${shown(fields.take(key))}"`;
  const withheld = withheldBy
    .filter((key) => !isBlank(fields.take(key)) && yesOrNo(fields.take(key)) !== false)
    .map((key) => (key === "draft" && yesOrNo(fields.take(key)) === true ? plainDraft : said(key)));
  const hidden = shownBy
    .filter((key) => fields.has(key) && yesOrNo(fields.take(key)) !== true && !parseDate(fields.take(key)))
    .filter((key) => !publicWords.has(wordOf(fields.take(key))))
    .map(said);
  const off = offKeys.filter((key) => fields.has(key) && yesOrNo(fields.take(key)) === false).map(said);
  return [...withheld, ...hidden, ...off];
}

function states(fields: Fields): string[] {
  return stateKeys.flatMap((key) => {
    const value = fields.take(key);
    if (isBlank(value) || value instanceof Map) return [];
    const word = wordOf(value);
    if (publicWords.has(word) || word === "archived") return [];
    if (key === "status" && word === "draft") return [plainDraft];
    return [`its ${fields.written(key)} is "${shown(value)}"`];
  });
}

function archivedBy(fields: Fields): boolean {
  const value = fields.take("archived");
  return (
    (!isBlank(value) && yesOrNo(value) !== false) ||
    stateKeys.some((key) => wordOf(fields.take(key)) === "archived")
  );
}

function nested(fields: Fields): string[] {
  return Object.entries(nestedKeys).flatMap(([key, settings]) => {
    const value = fields.take(key);
    if (typeof value === "string" && /noindex|\bnone\b/i.test(value) && key === "robots")
      return [`its ${fields.written(key)} is "${shown(value)}"`];
    if (!(value instanceof Map)) return [];
    return [...value].flatMap(([name, setting]) => {
      const meaning = settings[keyOf(String(name))];
      if (meaning === undefined || isBlank(setting)) return [];
      const said = yesOrNo(setting);
      const isPublic = meaning === "shown" ? said === true || wordOf(setting) === "always" : said === false;
      return isPublic ? [] : [`its ${fields.written(key)}.${String(name)} is "${shown(setting)}"`];
    });
  });
}

/** Undefined for what is neither. */
function yesOrNo(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = wordOf(value);
  if (/^(?:true|yes|y|on|1|t)$/.test(word)) return true;
  return /^(?:false|no|n|off|0|f|never|none|null)$/.test(word) ? false : undefined;
}

function wordOf(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return "";
  return String(value).normalize("NFKC").trim().toLowerCase();
}
