/** The ids of a path by the name of its segment: `[id]` is `id`, `[revisionId]` is `revisionId`. */
export type Ids = Record<string, string>;

/** An id that nobody has. */
export const unknownId = "01890000-0000-7000-8000-000000000000";

/** The names of a path's ids, in order: `/articles/[id]/revisions/[revisionId]` has `id` and `revisionId`. */
export function idsIn(path: string): string[] {
  return [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? "");
}

/** The path with ids in the place of their names; the unknown one for a name that has none. */
export function withIds(path: string, ids: Ids): string {
  return path.replace(/\[(\w+)\]/g, (_, name: string) => ids[name] ?? unknownId);
}
