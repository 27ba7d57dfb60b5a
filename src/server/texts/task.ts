import type { ContentDiff } from "../articles/diff";

/** What a worker does, by kind. */
export interface Work {
  render: { input: { markdown: string }; output: string };
  diff: { input: { before: string; after: string }; output: ContentDiff | null };
}

export type Kind = keyof Work;

export interface Task<K extends Kind = Kind> {
  kind: K;
  input: Work[K]["input"];
}

/** What became of a task: "too_costly" is so each time, "unavailable" for now. */
export type Outcome<T> = { kind: "done"; value: T } | { kind: "too_costly" } | { kind: "unavailable" };
