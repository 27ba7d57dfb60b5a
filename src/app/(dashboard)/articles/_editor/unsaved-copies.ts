import type { Draft } from "./use-draft";

/**
 * Copies of what was typed and not saved, in this tab's own storage: what is left when a session ends or a browser
 * crashes in the middle of a sentence. They go when the text is saved, and at the latest with the tab. Each visit of an
 * editor has a copy of its own, so that new typing never takes the place of what an earlier visit left.
 */
const prefix = "masthead:unsaved:";

export interface UnsavedCopy {
  draft: Draft;
  /** The version that it was typed over. */
  version: number;
  /** When it was typed, in milliseconds since 1970. */
  keptAt: number;
}

export interface KeptCopy extends UnsavedCopy {
  /** Its key in the storage. */
  key: string;
}

/** A key for what will be typed into an editor now. `name` is that of the article, in one organisation of one person. */
export function newCopyKey(name: string): string {
  return `${prefix}${name}:${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
}

export function keepCopy(key: string, copy: UnsavedCopy): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // No room, or no storage allowed: then there is no safety net, and nothing else changes.
  }
}

/** The copies of an article, newest first. One that says no more than what is saved has done its work and goes. */
export function findUnsaved(name: string, saved: Draft): KeptCopy[] {
  return findCopies(name)
    .filter(({ key, draft }) => {
      if (draft.title.trim() !== saved.title || draft.content !== saved.content) return true;
      dropCopy(key);
      return false;
    })
    .sort((a, b) => b.keptAt - a.keptAt);
}

function findCopies(name: string): KeptCopy[] {
  return keysUnder(`${prefix}${name}:`).flatMap((key) => {
    const copy = readCopy(key);
    return copy ? [{ ...copy, key }] : [];
  });
}

function readCopy(key: string): UnsavedCopy | null {
  try {
    const copy: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return isCopy(copy) ? copy : null;
  } catch {
    return null;
  }
}

export function dropCopy(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
}

/** For signing out: the next person at this screen is somebody else. */
export function dropAllCopies(): void {
  keysUnder(prefix).forEach(dropCopy);
}

function keysUnder(start: string): string[] {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

function isCopy(value: unknown): value is UnsavedCopy {
  if (typeof value !== "object" || value === null) return false;
  const { draft, version, keptAt } = value as Record<string, unknown>;
  if (typeof draft !== "object" || draft === null) return false;
  if (typeof version !== "number" || typeof keptAt !== "number") return false;
  return ["title", "content", "tags", "slug"].every(
    (name) => typeof (draft as Record<string, unknown>)[name] === "string",
  );
}
