import type { Draft } from "./use-draft";

/**
 * Copies of what was typed and not saved, in this tab's own storage: what is left when a session ends or a browser
 * crashes in the middle of a sentence. They go when the text is saved, and at the latest with the tab.
 */
const prefix = "masthead:unsaved:";

export interface UnsavedCopy {
  draft: Draft;
  /** The version that it was typed over. */
  version: number;
}

export function keepCopy(name: string, copy: UnsavedCopy): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(copy));
  } catch {
    // No room, or no storage allowed: then there is no safety net, and nothing else changes.
  }
}

function findCopy(name: string): UnsavedCopy | null {
  try {
    const copy: unknown = JSON.parse(sessionStorage.getItem(prefix + name) ?? "null");
    return isCopy(copy) ? copy : null;
  } catch {
    return null;
  }
}

/** The copy, unless it says no more than what is saved; then it has done its work and goes. */
export function findUnsaved(name: string, saved: Draft): UnsavedCopy | null {
  const copy = findCopy(name);
  if (!copy || copy.draft.title.trim() !== saved.title || copy.draft.content !== saved.content) return copy;
  dropCopy(name);
  return null;
}

export function dropCopy(name: string): void {
  try {
    sessionStorage.removeItem(prefix + name);
  } catch {
    // As above.
  }
}

/** For signing out: the next person at this screen is somebody else. */
export function dropAllCopies(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
}

function isCopy(value: unknown): value is UnsavedCopy {
  if (typeof value !== "object" || value === null || !("draft" in value) || !("version" in value))
    return false;
  const { draft, version } = value;
  if (typeof draft !== "object" || draft === null || typeof version !== "number") return false;
  return ["title", "content", "tags", "slug"].every(
    (name) => typeof (draft as Record<string, unknown>)[name] === "string",
  );
}
