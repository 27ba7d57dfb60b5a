import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey, revokeApiKey, updateApiKey } from "@/server/api-keys/service";
import { changeRole } from "@/server/members/service";
import { Random } from "../../scripts/bench/seed/random";
import { callJson } from "../support/api";
import { addMember, createTenant, type TestMember, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { wideLimits } from "../support/wide-limits";
import { TwoProcesses } from "./published/two-processes";

const operations = Number(process.env.SOAK_PUBLISHED ?? 300);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);

startProgram(wideLimits);
const processes = new TwoProcesses();
let tenant: TestTenant;

beforeAll(async () => {
  await processes.inProcess(0, async () => {
    tenant = await createTenant();
  });
});

/** A key with one writer, and what it stood for after each change: its name and role, or null. */
class WatchedKey {
  readonly views: (string | null)[];
  committed = 0;
  known = 0;
  isGone = false;
  #role = "editor";
  #pending: Promise<void> = Promise.resolve();

  private constructor(
    readonly id: string,
    readonly key: string,
    private readonly maker: TestMember,
  ) {
    this.views = ["first as editor"];
  }

  static async create(): Promise<WatchedKey> {
    const maker = await addMember(tenant.admin.context, "editor");
    const by = { ...tenant.admin.context, userId: maker.userId };
    const { id, key } = await createApiKey(by, { name: "first", kind: "secret", role: "editor" });
    return new WatchedKey(id, key, maker);
  }

  async change(how: "rename" | "demote" | "promote" | "revoke"): Promise<void> {
    const { context } = tenant.admin;
    const index = this.views.push(null) - 1;
    const name = `name-${index}`;
    const apply = async () => {
      if (how === "revoke") await revokeApiKey(context, this.id);
      else if (how === "rename") await updateApiKey(context, this.id, { name });
      else await changeRole(context, this.maker.userId, how === "demote" ? "viewer" : "editor");
      if (how === "demote" || how === "promote") this.#role = how === "demote" ? "viewer" : "editor";
      this.isGone = how === "revoke";
      const shownName = how === "rename" ? name : (this.views[index - 1]?.split(" ")[0] ?? "");
      this.views[index] = this.isGone ? null : `${shownName} as ${this.#role}`;
      this.committed = index;
    };
    this.#pending = apply();
    await this.#pending;
  }

  async standingSince(index: number): Promise<(string | null)[]> {
    const end = this.views.length;
    await this.#pending;
    return this.views.slice(index, end);
  }

  async read(): Promise<string | null> {
    const { status, body } = await callJson("GET", "/api/v1/me", { key: this.key });
    return status === 401 ? null : `${body.data.actor.name} as ${body.data.role}`;
  }
}

async function run(count: number) {
  const random = new Random(`keys ${seed}`);
  const keys: WatchedKey[] = [];
  const faults: string[] = [];
  let [reads, writes, outages] = [0, 0, 0];
  const isOver = () => reads + writes >= count;
  const write = async (at: number) => {
    let key: WatchedKey | undefined;
    while (!isOver()) {
      const { changes, away } = processes;
      const before = keys.map((one) => [one, one.committed] as const);
      const how = random.pick(["rename", "demote", "promote", "rename", "revoke"] as const);
      await processes.inProcess(at, async () => {
        if (key && !key.isGone) return key.change(how);
        key = await WatchedKey.create();
        keys.push(key);
      });
      writes++;
      // With Redis there all along, every process knows of this change by now, and of all that was committed before it.
      if (away || changes !== processes.changes) continue;
      for (const [one, committed] of before) one.known = Math.max(one.known, committed);
      if (key) key.known = Math.max(key.known, key.committed);
    }
  };
  const read = async (at: number) => {
    while (!isOver()) {
      const key = keys.at(-1 - random.below(Math.min(4, keys.length || 1)));
      await sleep(key ? 0 : 1);
      if (!key) continue;
      const { known } = key;
      const seen = await processes.inProcess(at, () => key.read());
      reads++;
      const allowed = await key.standingSince(known);
      if (!allowed.includes(seen)) faults.push(`was ${seen}, stood for ${allowed.join(", ")}`);
    }
  };
  const disturb = async () => {
    while (!isOver()) {
      await sleep(20 + random.below(150));
      processes.setAway(true);
      outages++;
      await sleep(5 + random.below(40));
      processes.setAway(false);
    }
  };
  await Promise.all([write(0), write(1), ...[0, 1, 0, 1].map(read), disturb()]);
  return { reads, writes, outages, faults };
}

describe("keys in two processes, while they are renamed, revoked, and their makers change roles", () => {
  it(
    "stand for what they stood for since the last change that is known, also while Redis comes and goes",
    async () => {
      const { reads, writes, outages, faults } = await run(operations);
      report(
        `keys: ${writes} changes, ${reads} uses, ${outages} outages of Redis, ${faults.length} wrong, seed ${seed}`,
      );
      expect(faults).toEqual([]);
      expect(Math.min(reads, writes, outages)).toBeGreaterThan(0);
    },
    24 * 3_600_000,
  );

  it("are found out where a change tells nobody", async () => {
    processes.tells = false;
    expect((await run(200)).faults).not.toEqual([]);
  });
});
