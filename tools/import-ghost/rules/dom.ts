import type TurndownService from "turndown";
import type { Findings } from "../../import/findings";
import type { Resolve } from "../links";

/** Makes the rules for one post, which note in `findings` what they can't carry. */
export type Rules = (findings: Findings, resolve: Resolve) => TurndownService.Plugin;

/** Turndown's nodes as what they are by then; its types allow for documents too. */
export const elementOf = (node: TurndownService.Node): Element => node as Element;

export const hasClass = (node: Element, name: string): boolean => node.classList.contains(name);

/** The nearest element around this one that `matches`. */
export function around(node: Element, matches: (one: Element) => boolean): Element | undefined {
  for (let one = node.parentElement; one; one = one.parentElement) if (matches(one)) return one;
  return undefined;
}

export const textOf = (node: Element | null | undefined): string =>
  node?.textContent?.replace(/\s+/g, " ").trim() ?? "";

/** The DOM that Turndown brings answers undefined where others answer null. */
export const has = (node: Element, selector: string): boolean => Boolean(node.querySelector(selector));
