import { LRUCache } from "lru-cache";
import type { ResolvedKeyRow } from "@/db/repositories/outside-tenants/api-keys";
import type { TenantId, TenantScope } from "@/db/tenant";
import { afterCommit } from "../platform/database";
import { credentialsTag, type Generations, generations } from "../platform/generations";
import { processSingleton } from "../platform/process-singleton";

/** A key is read anew after so many milliseconds: what a process leaves that dies between commit and generation. */
export const keyCacheLifetimeMaxMs = 10_000;

/** Keys that are known at a time; those that were used the longest ago are forgotten first. */
const keysMax = 10_000;

interface Known {
  tenantId: TenantId;
  /** None where it was read without a generation. */
  kept?: Kept;
}

interface Kept {
  row: ResolvedKeyRow;
  generation: string;
  /** Just before, by `performance.now`. */
  readAt: number;
  /** When the key itself ends, in milliseconds since 1970. */
  endsAt: number | null;
}

/** How Postgres is asked about a key. */
export interface KeySource {
  load(): Promise<ResolvedKeyRow | null>;
  /** When it ends by itself; asked only of what is kept. */
  endOf(row: ResolvedKeyRow): Promise<Date | null>;
}

/**
 * What API keys stand for, by their hashes, kept in this process and correct across processes: it counts only under the
 * generation of the tenant's credentials that Redis had before it was read, and that it has in the request that asks. Whatever
 * changes the answer replaces the generation; see `forgetKeys`. Nothing is kept of a key that stands for nobody.
 */
export class KeyCache {
  readonly #known = new LRUCache<string, Known>({ max: keysMax });

  /** The tenant that a key belonged to when it was last seen, whose generations are to be asked. Keys never change theirs. */
  tenantOf(hash: string): TenantId | undefined {
    return this.#known.get(hash)?.tenantId;
  }

  /** What the key stands for: as it is kept, or as Postgres has it. `generations`: asked in this request, before this call. */
  async resolve(
    hash: string,
    generations: Generations | null | undefined,
    source: KeySource,
  ): Promise<ResolvedKeyRow | null> {
    const known = this.#known.get(hash);
    const generation =
      known && generations?.tenantId === known.tenantId ? generations.byTag.get(credentialsTag) : undefined;
    const { kept } = known ?? {};
    if (kept && kept.generation === generation && isFresh(kept)) return kept.row;
    const readAt = performance.now();
    const row = await source.load();
    if (!row) {
      this.#known.delete(hash);
      return null;
    }
    const tenantId = row.tenantId as TenantId;
    if (generation === undefined) this.#known.set(hash, { tenantId });
    else {
      const endsAt = (await source.endOf(row))?.getTime() ?? null;
      this.#known.set(hash, { tenantId, kept: { row, generation, readAt, endsAt } });
    }
    return row;
  }
}

function isFresh({ readAt, endsAt }: Kept): boolean {
  return performance.now() - readAt < keyCacheLifetimeMaxMs && (endsAt === null || Date.now() < endsAt);
}

/**
 * To be called in the transaction of whatever changes what the tenant's keys stand for: a key itself, the role or standing
 * of a member who made one, the name, slug or plan of the tenant. Counts in every process once the change is answered; without a transaction at once.
 */
export async function forgetKeys(context: TenantScope): Promise<void> {
  await afterCommit(context, () => generations().replace(context.tenantId, [credentialsTag]));
}

/** The keys that this process knows. */
export function keyCache(): KeyCache {
  return processSingleton("keys", () => new KeyCache());
}
