import type { TenantId } from "@/db/tenant";
import { TenantCache } from "@/server/platform/cache";
import { processSingleton } from "@/server/platform/process-singleton";
import { redis } from "@/server/platform/redis";

/** The program's cache, which can be switched off, and made deaf. To be made before anything is cached. */
export class SwitchableCache {
  /** False: everything is read from Postgres. */
  isOn = true;
  /** Tags that nobody is told of when they change, to see that it would be found out. */
  muted: readonly string[] = [];
  readonly #off = new TenantCache(redis(), 0);
  #on = this.#empty();

  constructor() {
    processSingleton("cache", () => ({
      read: (...args: Parameters<TenantCache["read"]>) => this.#current().read(...args),
      invalidate: (tenantId: TenantId, tags: string[]) =>
        this.#on.invalidate(
          tenantId,
          tags.filter((tag) => !this.muted.includes(tag)),
        ),
    }));
  }

  /** Forgets everything. */
  clear(): void {
    this.#on = this.#empty();
  }

  #current(): TenantCache {
    return this.isOn ? this.#on : this.#off;
  }

  #empty(): TenantCache {
    return new TenantCache(redis(), 16 * 1024 * 1024);
  }
}
