import { z } from "zod";
import { tableLines } from "./table";

/** A V8 CPU profile, as `node --cpu-prof` writes it: samples name the node that was running, deltas are microseconds. */
const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

export type Profile = z.infer<typeof profileSchema>;

export function readProfile(text: string): Profile {
  return profileSchema.parse(JSON.parse(text));
}

export interface SelfTime {
  /** Function and where it is. */
  name: string;
  /** The package, directory or part of the runtime that it belongs to. */
  owner: string;
  us: number;
}

/** Time spent in each function itself, most first; waiting is left out. */
export function selfTimes({ nodes, samples, timeDeltas }: Profile): SelfTime[] {
  const byNode = new Map<number, number>();
  for (const [index, id] of samples.entries())
    byNode.set(id, (byNode.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  const byName = new Map<string, SelfTime>();
  for (const { id, callFrame } of nodes) {
    const us = byNode.get(id) ?? 0;
    if (us === 0 || callFrame.functionName === "(idle)") continue;
    const { functionName, url, lineNumber } = callFrame;
    const place = url ? ` ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}` : "";
    const name = `${functionName || "(anonymous)"}${place}`;
    const known = byName.get(name) ?? { name, owner: ownerOf(functionName, url), us: 0 };
    known.us += us;
    byName.set(name, known);
  }
  return [...byName.values()].sort((a, b) => b.us - a.us);
}

/** The package, directory or part of the runtime that a function belongs to. */
export function ownerOf(functionName: string, url: string): string {
  if (!url) return functionName.startsWith("(") ? functionName : "native (system calls, V8)";
  if (url.startsWith("node:")) return `node:${url.slice(5).split("/").slice(0, 2).join("/")}`;
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  if (url.includes("/.next/")) return ".next (what it bundles, our code too)";
  return /\/(src\/[^/]+)\//.exec(url)?.[1] ?? "other files of ours";
}

/** Two tables: by owner, and the functions that take most. */
export function summaryLines(times: SelfTime[], answers: number): string[] {
  const all = times.reduce((sum, { us }) => sum + us, 0);
  const owners = new Map<string, number>();
  for (const { owner, us } of times) owners.set(owner, (owners.get(owner) ?? 0) + us);
  const row = (name: string, us: number) => [
    name,
    `${((100 * us) / all).toFixed(1)} %`,
    (us / answers).toFixed(1),
  ];
  const byOwner = [...owners].sort(([, a], [, b]) => b - a).slice(0, 15);
  return [
    ...tableLines(
      ["where", "of busy time", "µs per answer"],
      byOwner.map(([name, us]) => row(name, us)),
    ),
    "",
    ...tableLines(
      ["function", "of busy time", "µs per answer"],
      times.slice(0, 25).map(({ name, us }) => row(name, us)),
    ),
  ];
}
