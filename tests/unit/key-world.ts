import type { ResolvedKeyRow } from "@/db/repositories/outside-tenants/api-keys";
import type { TenantId } from "@/db/tenant";
import { KeyCache, type KeySource } from "@/server/auth/key-cache";
import { credentialsTag, GenerationStore, type Generations } from "@/server/platform/generations";
import type { Redis } from "@/server/platform/redis";
import type { CacheLike } from "./cache-world";

/** What is tried in place of `KeyCache`. */
type KeyCacheLike = Pick<KeyCache, "tenantOf" | "resolve">;

/** A process to which a key is shown for each audience: its name is what the world reads, and it is nobody's where that is null. */
export class KeyProcess implements CacheLike {
  readonly #store: GenerationStore;

  constructor(
    redis: Redis,
    private readonly keys: KeyCacheLike = new KeyCache(),
  ) {
    this.#store = new GenerationStore(redis);
  }

  async read<T>(
    tenantId: TenantId,
    tag: string,
    _name: string,
    load: () => Promise<T>,
    { generations }: { generations?: Generations | null | undefined } = {},
  ): Promise<T> {
    const hash = `${tag} of ${tenantId}`;
    const isKnown = this.keys.tenantOf(hash) !== undefined;
    const isAsked = generations?.byTag.has(tag);
    const found = !isAsked && isKnown ? await this.#store.ask(tenantId, [tag]) : generations;
    const word = found?.byTag.get(tag);
    const asked = word === undefined ? null : { tenantId, byTag: new Map([[credentialsTag, word]]) };
    const row = await this.keys.resolve(hash, asked, {
      load: async () => rowOf(tenantId, await load()),
      endOf: async () => null,
    });
    return (row?.name ?? null) as T;
  }

  invalidate(tenantId: TenantId, tags: string[]): Promise<void> {
    return this.#store.replace(tenantId, tags);
  }
}

function rowOf(tenantId: string, name: unknown): ResolvedKeyRow | null {
  if (typeof name !== "string") return null;
  return {
    id: "key",
    tenantId,
    kind: "secret",
    role: "viewer",
    name,
    createdBy: "member",
    tenantSlug: "tenant",
    tenantName: "Tenant",
    tenantPlan: "standard",
    rateLimitPerMinute: null,
    usedLately: true,
  };
}

/** A cache of keys that keeps under the word that `wordFor` names, and uses what it kept if `isValid`. */
function wrongKeys(
  wordFor: (hash: string, generations: Generations | null | undefined) => Promise<string | undefined>,
  isValid: (kept: string, now: string | undefined) => boolean,
): KeyCacheLike {
  const kept = new Map<string, { row: ResolvedKeyRow; word: string }>();
  return {
    tenantOf: (hash) => kept.get(hash)?.row.tenantId as TenantId | undefined,
    resolve: async (hash: string, generations: Generations | null | undefined, source: KeySource) => {
      const found = kept.get(hash);
      if (found && isValid(found.word, generations?.byTag.get(credentialsTag))) return found.row;
      const row = await source.load();
      const word = await wordFor(hash, generations);
      if (row) kept.set(hash, { row, word: word ?? "" });
      else kept.delete(hash);
      return row;
    },
  };
}

const asAsked = async (_hash: string, generations: Generations | null | undefined) =>
  generations?.byTag.get(credentialsTag);

/** Caches of keys with a fault each, to see that the test would find it. */
export const brokenKeyCaches: Record<string, () => (redis: Redis) => CacheLike> = {
  "doesn't compare generations": () => (redis) =>
    new KeyProcess(
      redis,
      wrongKeys(asAsked, () => true),
    ),
  "tells of a change before its commit": () => (redis) =>
    Object.assign(new KeyProcess(redis), { tellsFirst: true as const }),
  "keeps what it read under a generation that it asked for afterwards": () => (redis) => {
    const store = new GenerationStore(redis);
    // The tag of the world that reads it is in the hash.
    const afterwards = async (hash: string, generations: Generations | null | undefined) => {
      const [tag = ""] = hash.split(" ");
      return generations ? (await store.ask(generations.tenantId, [tag]))?.byTag.get(tag) : undefined;
    };
    return new KeyProcess(
      redis,
      wrongKeys(afterwards, (kept, now) => kept === now),
    );
  },
  "goes on with what it has while Redis is away": () => (redis) =>
    new KeyProcess(
      redis,
      wrongKeys(asAsked, (kept, now) => now === undefined || kept === now),
    ),
};
