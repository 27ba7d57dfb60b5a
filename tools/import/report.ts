import { reasonOf, styled } from "../../src/bin/support/terminal";
import { printable } from "../terminal/printable";
import type { ImportResult } from "./run";

/** The report of a run, for people; sorted by path. */
export function reportLines(result: ImportResult): string[] {
  const { noun } = result;
  const { created, updated, unchanged } = result.outcomes;
  const refused = result.refused.length;
  const tried = created + updated + unchanged + refused;
  return [
    ...(result.passedOver.length > 0 ? ["Passed over:", ...passedOver(result.passedOver), ""] : []),
    ...list(
      "Notes",
      result.notes.map(({ path, note }) => ({ path, text: note })),
    ),
    ...list(
      "Refused",
      result.refused.map(({ path, reason }) => ({ path, text: reason })),
    ),
    `${count(result.found, noun)}: ${created} created, ${updated} updated, ${unchanged} unchanged, ` +
      `${refused} refused; ${count(result.drafts, "draft")} among them; ` +
      `${result.passedOver.length} passed over; ${(result.durationMs / 1000).toFixed(1)} s`,
    ...(result.ended === undefined
      ? []
      : [
          styled("red", `The import ended early: ${reasonOf(result.ended)}.`),
          `${count(result.found - tried, noun)} not tried. Run it again to go on; what is in stays as it is.`,
        ]),
  ];
}

/** 0 if everything is in, else 1; there being nothing is a mistake too. */
export function exitCodeOf({ found, refused, ended }: ImportResult): number {
  return found === 0 || refused.length > 0 || ended !== undefined ? 1 : 0;
}

/** Files that were passed over for one reason are named up to this number. */
const namedMax = 20;

function passedOver(items: ImportResult["passedOver"]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, reason } of items) byReason.set(reason, [...(byReason.get(reason) ?? []), path]);
  return [...byReason].flatMap(([reason, paths]) => {
    const sorted = paths.sort();
    const lines = sorted.slice(0, namedMax).map((path) => `  ${printable(path)}: ${reason}`);
    const more = sorted.length - lines.length;
    return more > 0 ? [...lines, `  … and ${more} more: ${reason}`] : lines;
  });
}

/** Characters of what is said of one article. */
const textMax = 4000;

function list(heading: string, items: { path: string; text: string }[]): string[] {
  if (items.length === 0) return [];
  const sorted = [...items].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [
    `${heading}:`,
    ...sorted.map(({ path, text }) => `  ${printable(path)}: ${printable(text, textMax)}`),
    "",
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
