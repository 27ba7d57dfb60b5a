import { beforeAll, describe, expect, it } from "vitest";
import { revokeApiKey } from "@/server/api-keys/service";
import { publishArticle } from "@/server/articles/status";
import { type EventWaits, eventWaits } from "@/server/events/waits";
import { updateMember } from "@/server/members/service";
import { database } from "@/server/platform/database";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();
let tenant: TestTenant;
let key: string;
beforeAll(async () => {
  tenant = await createTenant("Waiting");
  key = tenant.secretKeys.admin;
});

const ask = (query: string, options: Parameters<typeof callJson>[2] = { key }) =>
  callJson("GET", `/api/v1/events?${query}`, options);
const latest = async () => (await ask("after=latest")).body.meta.nextCursor;
const typesOf = ({ body }: Awaited<ReturnType<typeof ask>>) =>
  body.data.map(({ type }: { type: string }) => type);

/** Until one request of the organisation waits, and no statement is under way. */
async function untilAsleep({ admin: { context } }: TestTenant): Promise<void> {
  const isAwaited = () => {
    const places: ReturnType<EventWaits["enter"]>[] = [];
    try {
      for (let place = 0; place < 20; place++) places.push(eventWaits().enter(context.tenantId));
      return false;
    } catch {
      return true;
    } finally {
      for (const place of places) place.leave();
    }
  };
  while (!isAwaited() || database().lentCount > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("whoever waits for events", () => {
  it("is answered when something happens in the organisation, in this process", async () => {
    const waiting = Promise.all([ask("after=latest&wait=25"), ask(`after=${await latest()}&wait=25`)]);
    // However late they begin to wait, there is one more to come.
    let isOver = false;
    const over = waiting.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await createArticle(tenant.admin, { title: "Awaited" });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const answer of await over) expect(typesOf(answer)).toContain("article.created");
  });

  it("is answered when another process has written", async () => {
    const cursor = await latest();
    const waiting = ask(`after=${cursor}&wait=25&types=article.archived`);
    await asAdmin(
      program.database(),
      (
        sql,
      ) => sql`insert into events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload)
        values (${tenant.id}, gen_random_uuid(), 'article.archived', 'article', gen_random_uuid(), 'system', gen_random_uuid(), 'x', 'x',
          '{"title":"Elsewhere","slug":"elsewhere","version":2}')`,
    );
    expect(typesOf(await waiting)).toEqual(["article.archived"]);
  });

  it("is answered with nothing when the time is over, and goes on from there", async () => {
    const cursor = await latest();
    const { status, body } = await ask(`after=${cursor}&wait=1`);
    expect([status, body.data, body.meta.nextCursor]).toEqual([200, [], cursor]);
  });

  it("isn't answered with what it doesn't ask for", async () => {
    const { id } = await createArticle(tenant.admin, { title: "Passed by" });
    const waiting = ask(`after=${await latest()}&wait=25&types=article.published`);
    await createArticle(tenant.admin, { title: "Passed by as well" });
    await publishArticle(tenant.admin.context, id);
    expect(typesOf(await waiting)).toEqual(["article.published"]);
  });

  it("is refused in seconds alone", async () => {
    for (const wait of ["26", "-1", "soon"]) {
      const { status, body } = await ask(`wait=${wait}`);
      expect([status, body.details[0].path]).toEqual([400, "wait"]);
    }
  });
});

describe("whoever loses their rights while they wait", () => {
  it("gets nothing more by the key that was revoked", async () => {
    const own = await createTenant("Revoked");
    const keys = await callJson("GET", "/api/v1/api-keys", { key: own.secretKeys.admin });
    const { id } = keys.body.data.find(({ name }: { name: string }) => name === "editor key");
    const cursor = (await ask("after=latest", { key: own.secretKeys.editor })).body.meta.nextCursor;
    const waiting = ask(`after=${cursor}&wait=25`, { key: own.secretKeys.editor });
    await untilAsleep(own);
    await revokeApiKey(own.admin.context, id);
    await createArticle(own.admin, { title: "Not for them" });
    expect((await waiting).status).toBe(401);
  });

  it("sees what their new role may, or nothing", async () => {
    const own = await createTenant("Demoted");
    const session = own.editor.token;
    const cursor = (await ask("after=latest", { session })).body.meta.nextCursor;
    const waiting = ask(`after=${cursor}&wait=25`, { session });
    await untilAsleep(own);
    await updateMember(own.admin.context, own.editor.userId, { status: "suspended" });
    expect((await waiting).status).toBe(401);
  });
});
