import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { answer, requestOf } from "../../support/api";
import type { TestDatabase } from "../../support/database";
import { createTenant, type TestTenant } from "../../support/factories";
import { type ActorName, type Credential, credentialsOf } from "../../support/resources/actors";
import { type Ids, withIds } from "../../support/resources/ids";
import { makeFixture, ownerIn } from "../../support/resources/make";
import type { DescribedOperation } from "../../support/resources/resource";
import { check } from "../checks/answers";
import { type ChangeLog, watchChanges } from "./changes";
import type { Plan } from "./requests";

/** Operations that refuse by themselves after several mails to one address, whatever the limits of requests. */
const mailing = ["invite", "resendInvitation"];

/** Whoever reads events gives them their order, which changes nothing that anybody has said. */
const numbering = ["insert event_positions", "update event_positions", "update events"];

/** A request that isn't answered by then hangs, in milliseconds: far longer than any time limit of the program. */
const hangsAfterMs = 60_000;

/** An organisation that is sent generated requests, and what is seen of its answers. */
export class FuzzedWorld {
  readonly seen = { total: 0, succeeded: 0, refused: 0, failed: 0, changed: 0 };
  #ids: Ids | undefined;

  private constructor(
    private readonly tenant: TestTenant,
    private readonly credentials: Record<ActorName, Credential>,
    private readonly changes: ChangeLog,
  ) {}

  static async create(database: TestDatabase): Promise<FuzzedWorld> {
    const tenant = await createTenant();
    const credentials = await credentialsOf(tenant, database);
    return new FuzzedWorld(tenant, credentials, await watchChanges(database));
  }

  close(): Promise<void> {
    return this.changes.close();
  }

  /** Sends a request and throws unless it is answered as described, not with 5xx, and done as a whole or not at all. */
  async send(operation: DescribedOperation, plan: Plan): Promise<void> {
    const request = await this.#requestOf(operation, plan);
    const { status } = await check(operation, await unlessItHangs(answer(request)));
    const changes = (await this.changes.take()).filter((change) => !numbering.includes(change));
    this.#count(status, changes);
    expect(status, "a fault of ours").toBeLessThan(500);
    if (!mailing.includes(operation.id))
      expect(status, "the limits are to be so wide that they refuse nothing here").not.toBe(429);
    if (status >= 300 || operation.method === "GET") {
      expect(changes, `answered ${status}, and yet something was changed`).toEqual([]);
    } else if (changes.length > 0) {
      expect(changes, "something was changed without an event that says so").toContain("insert events");
    }
    // What was there may be another thing now, or gone.
    if (changes.length > 0) this.#ids = undefined;
  }

  /** Before the requests of another operation: they are about other things. */
  turn(): void {
    this.#ids = undefined;
  }

  async #requestOf(operation: DescribedOperation, plan: Plan): Promise<Request> {
    const own = Object.values(plan.ids).includes(null) ? await this.#given(operation) : {};
    const ids = Object.entries(plan.ids).map(([name, id]) => [name, id === null ? own[name] : encoded(id)]);
    const query = plan.query.map((pair) => pair.map(encoded).join("=")).join("&");
    const target = `${withIds(operation.path, Object.fromEntries(ids))}?${query}`;
    const type = { "content-type": "application/json" };
    const headers = { ...(plan.bytes ? type : {}), ...plan.headers };
    const request = requestOf(operation.method, target, { ...this.credentials[plan.actor], headers });
    return plan.bytes ? new Request(request, { body: plan.bytes }) : request;
  }

  /** The ids of something that is there for the operation. */
  async #given(operation: DescribedOperation): Promise<Ids> {
    if (this.#ids) return this.#ids;
    this.#ids = await makeFixture(operation.expected, ownerIn(this.tenant));
    await this.changes.take();
    return this.#ids;
  }

  #count(status: number, changes: string[]): void {
    this.seen.total++;
    if (status >= 500) this.seen.failed++;
    else if (status >= 400) this.seen.refused++;
    else this.seen.succeeded++;
    if (changes.length > 0) this.seen.changed++;
  }
}

/** As an address has it. Lone surrogates have no form there; clients send a replacement character. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

async function unlessItHangs(response: Promise<Response>): Promise<Response> {
  const timer = new AbortController();
  const hang = sleep(hangsAfterMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer after ${hangsAfterMs / 1000} s`);
  });
  hang.catch(() => undefined);
  try {
    return await Promise.race([response, hang]);
  } finally {
    timer.abort();
  }
}
