import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { runWorker } from "@/server/jobs/worker";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";
import { eventually, startReceiver } from "../support/webhook-receiver";

const program = startProgram();
const mail = startMail();
const receiver = startReceiver();
const stop = new AbortController();
let working: Promise<void>;
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
  working = runWorker(stop.signal);
});
afterAll(async () => {
  stop.abort();
  await working;
});

const base = "/api/v1/webhook-endpoints";
const ask = (method: string, path: string, body?: object) =>
  callJson(method, path, { key: tenant.secretKeys.admin, ...(body ? { body } : {}) });

afterEach(async () => {
  for (const { id } of (await ask("GET", base)).body.data) await ask("DELETE", `${base}/${id}`);
});

let places = 0;

/** An endpoint at a path of its own. */
async function endpoint(options: object = {}) {
  const path = `/hooks/${++places}`;
  const url = receiver.url.replace("/hooks", path);
  const { status, body } = await ask("POST", base, { url, types: ["article.created"], ...options });
  expect(status).toBe(201);
  const { id, secret } = body.data as { id: string; secret: string };
  return { id, secret, path, target: `${base}/${id}`, received: () => receiver.of(path) };
}

async function write(title: string): Promise<string> {
  const { status, body } = await ask("POST", "/api/v1/articles", { title, content: "Words." });
  expect(status).toBe(201);
  return body.data.id;
}

const deliveriesOf = async (target: string) => (await ask("GET", `${target}/deliveries`)).body.data;

/** As if the time of the next attempts had come. */
const passTime = () =>
  asAdmin(program.database(), (sql) => sql`update jobs set run_at = now() where state = 'scheduled'`);

const nameIn = (request: { body: string } | undefined): string => JSON.parse(request?.body ?? "{}").data.name;

const titleIn = ({ body }: { body: string }): string => JSON.parse(body).data.title;

describe("an event", () => {
  it("is sent to the endpoints that want its type, signed as Standard Webhooks says", async () => {
    const [wants, wantsNot] = [await endpoint(), await endpoint({ types: ["article.deleted"] })];
    const articleId = await write("One");
    const [request] = await eventually(() => wants.received().length > 0 && wants.received());
    if (!request) throw new Error("nothing came");
    const { headers, body } = request;
    expect(headers["content-type"]).toBe("application/json");
    expect(new Webhook(wants.secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "article.created",
      data: { id: headers["webhook-id"], subject: { type: "article", id: articleId }, title: "One" },
    });
    expect(() => new Webhook(wantsNot.secret).verify(body, headers as Record<string, string>)).toThrow();
    const delivered = await eventually(async () => {
      const [delivery] = await deliveriesOf(wants.target);
      return delivery.status === "delivered" && delivery;
    });
    expect(delivered).toMatchObject({ eventId: headers["webhook-id"], attempts: 1, nextAttemptAt: null });
    expect(wantsNot.received()).toEqual([]);
    expect(wants.received()).toHaveLength(1);
  });

  it("reaches an endpoint that was made after it not at all", async () => {
    await write("Before");
    const later = await endpoint();
    await write("After");
    await eventually(() => later.received().length > 0);
    expect(later.received().map(titleIn)).toEqual(["After"]);
  });
});

describe("a delivery that fails", () => {
  it("is tried again with the same bytes and id, and what came of it can be read", async () => {
    const { target, received, secret } = await endpoint();
    receiver.answer = () => ({
      status: 503,
      body: "closed \u0000 for lunch",
      headers: { "retry-after": "7200" },
    });
    await write("Again");
    const failed = await eventually(async () => {
      const [delivery] = await deliveriesOf(target);
      return delivery?.attempts === 1 && delivery;
    });
    expect(failed.status).toBe("pending");
    expect(Date.parse(failed.nextAttemptAt)).toBeGreaterThan(Date.now() + 3_600_000);
    const { log, body } = (await ask("GET", `${target}/deliveries/${failed.id}`)).body.data;
    expect(log).toEqual([
      expect.objectContaining({
        status: 503,
        error: "The receiver answered 503.",
        response: expect.stringContaining("for lunch"),
      }),
    ]);
    expect((await ask("GET", target)).body.data.failingSince).not.toBeNull();
    receiver.answer = () => ({ status: 200 });
    // By hand, since the receiver is mended; its next attempt is not waited for.
    expect((await ask("POST", `${target}/deliveries/${failed.id}/replay`)).status).toBe(200);
    await eventually(async () => (await deliveriesOf(target))[0].status === "delivered");
    await passTime();
    expect(received()).toHaveLength(2);
    const [first, second] = received();
    expect([first?.body, second?.body]).toEqual([body, body]);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(new Webhook(secret).verify(body, second?.headers as Record<string, string>)).toBeTruthy();
    expect((await ask("GET", target)).body.data.failingSince).toBeNull();
  });

  it("has failed for good after ten attempts, and can be sent again by hand and by time", async () => {
    const { target, received } = await endpoint();
    receiver.answer = () => ({ status: 302, headers: { location: receiver.url } });
    await write("Never");
    const failed = await eventually(async () => {
      await passTime();
      const [delivery] = await deliveriesOf(target);
      return delivery?.status === "failed" && delivery;
    });
    expect(failed).toMatchObject({ attempts: 10, nextAttemptAt: null, finishedAt: expect.any(String) });
    expect(received()).toHaveLength(10);
    receiver.answer = () => ({ status: 200 });
    const replayed = await ask("POST", `${target}/deliveries/${failed.id}/replay`);
    expect(replayed.body.data).toMatchObject({ id: failed.id, status: "pending" });
    await eventually(async () => (await deliveriesOf(target))[0].status === "delivered");
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const none = await ask("POST", `${target}/replay`, { since });
    expect(none.body.data).toEqual({ deliveries: 0, next: null });
    const all = await ask("POST", `${target}/replay`, { since, status: "all" });
    expect(all.body.data).toEqual({ deliveries: 1, next: null });
    await eventually(() => received().length === 12);
    expect(new Set(received().map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  }, 60_000);

  it("to a receiver that is gone pauses the endpoint, and the admins get a mail", async () => {
    const { target } = await endpoint();
    receiver.answer = () => ({ status: 410 });
    await write("Gone");
    const paused = await eventually(async () => {
      const { data } = (await ask("GET", target)).body;
      return data.status === "paused" && data;
    });
    expect(paused.pauseReason).toBe("gone");
    const letter = await mail.server().waitFor(tenant.admin.email, /paused/);
    expect(letter.text).toContain(`/settings/webhooks/${paused.id}`);
    expect((await ask("POST", `${target}/test`)).status).toBe(409);
  });

  it("pauses an endpoint that has taken nothing for three days", async () => {
    const { id, target } = await endpoint();
    receiver.answer = () => ({ status: 500 });
    await write("Days");
    await eventually(async () => (await deliveriesOf(target))[0]?.attempts > 0);
    await asAdmin(
      program.database(),
      (sql) => sql`update webhook_endpoints set failing_since = now() - interval '73 hours' where id = ${id}`,
    );
    await eventually(async () => {
      await passTime();
      return (await ask("GET", target)).body.data.pauseReason === "failing";
    });
  });
});

describe("a delivery whose job is gone", () => {
  it("has failed, and can be sent again", async () => {
    const { target, received } = await endpoint();
    receiver.answer = () => ({ status: 500 });
    await write("Discarded");
    const { id } = await eventually(async () => {
      const [delivery] = await deliveriesOf(target);
      return delivery?.attempts === 1 && delivery;
    });
    const [job] = (await ask("GET", "/api/v1/jobs?state=scheduled")).body.data;
    expect((await ask("DELETE", `/api/v1/jobs/${job.id}`)).status).toBe(204);
    expect((await deliveriesOf(target))[0]).toMatchObject({ id, status: "failed", nextAttemptAt: null });
    receiver.answer = () => ({ status: 200 });
    expect((await ask("POST", `${target}/deliveries/${id}/replay`)).status).toBe(200);
    await eventually(() => received().length === 2);
  });
});

describe("an endpoint", () => {
  it("gets what happened while it was paused when it goes on, in order where it wants that", async () => {
    const { target, received } = await endpoint({ ordered: true });
    await write("1");
    await eventually(() => received().length === 1);
    await ask("PATCH", target, { status: "paused" });
    for (const title of ["2", "3", "4", "5"]) await write(title);
    await ask("PATCH", target, { status: "active" });
    await eventually(() => received().length === 5);
    expect(received().map(titleIn)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("that is ordered gets nothing past what fails", async () => {
    const { target, received } = await endpoint({ ordered: true });
    receiver.answer = () => ({ status: 500 });
    await write("First");
    await write("Second");
    await eventually(async () => (await deliveriesOf(target)).length === 2 && received().length === 1);
    receiver.answer = () => ({ status: 200 });
    await passTime();
    await eventually(() => received().length === 3);
    expect(received().map(titleIn)).toEqual(["First", "First", "Second"]);
  });

  it("keeps its order when it is paused with much on its way, and resumed", async () => {
    const { target, received } = await endpoint({ ordered: true });
    receiver.answer = () => ({ status: 500 });
    const titles = Array.from({ length: 12 }, (_, number) => `${number}`);
    for (const title of titles.slice(0, 8)) await write(title);
    await eventually(async () => (await deliveriesOf(target)).length === 8 && received().length === 1);
    await ask("PATCH", target, { status: "paused" });
    await passTime();
    // Some are put aside one by one meanwhile, the others still wait.
    await eventually(async () => (await ask("GET", `${target}/deliveries?status=held`)).body.meta.total > 2);
    for (const title of titles.slice(8)) await write(title);
    receiver.answer = () => ({ status: 200 });
    await ask("PATCH", target, { status: "active" });
    await eventually(() => received().length === 13);
    expect(received().slice(1).map(titleIn)).toEqual(titles);
  });

  it("is told of other endpoints without what may be secret in their addresses", async () => {
    const { received } = await endpoint({ types: ["webhook_endpoint.created"] });
    await ask("POST", base, { url: "https://hooks.example.org/services/T0/B0/s3cret?token=s3cret" });
    const told = await eventually(() =>
      received().find((one) => nameIn(one) === "https://hooks.example.org"),
    );
    expect(told.body).not.toContain("s3cret");
  });

  it("that is far behind holds up no other", async () => {
    const [behind, sibling] = [await endpoint(), await endpoint()];
    await ask("PATCH", behind.target, { status: "paused" });
    await asAdmin(program.database(), async (sql) => {
      await sql`
        insert into events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload)
        select tenant_id, uuidv7(), type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload
        from events, generate_series(1, 1000) where tenant_id = ${tenant.id} and type = 'article.created' and id = (
          select id from events where tenant_id = ${tenant.id} and type = 'article.created' limit 1)`;
    });
    await eventually(() => sibling.received().length >= 1000);
    await ask("PATCH", behind.target, { status: "active" });
    await write("New");
    await eventually(() => sibling.received().map(titleIn).includes("New"));
    await eventually(() => behind.received().length >= 1001);
    expect(new Set(behind.received().map(({ headers }) => headers["webhook-id"])).size).toBe(1001);
  }, 90_000);

  it("has two signatures for a day after its secret was replaced", async () => {
    const { target, secret, received } = await endpoint();
    const { data } = (await ask("POST", `${target}/rotate-secret`)).body;
    expect(data.secret).not.toBe(secret);
    await write("Both");
    const [request] = await eventually(() => received().length > 0 && received());
    const headers = request?.headers as Record<string, string>;
    for (const one of [secret, data.secret])
      expect(new Webhook(one).verify(request?.body ?? "", headers)).toBeTruthy();
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  });

  it("gets a test event whatever types it wants", async () => {
    const { target, received } = await endpoint({ types: ["article.deleted"] });
    const tested = await ask("POST", `${target}/test`);
    expect(tested.status).toBe(201);
    await eventually(() => received().length === 1);
    expect(received()[0]?.headers["webhook-id"]).toBe(tested.body.data.eventId);
  });

  it("must not lead into the operator's own network", async () => {
    for (const url of [
      "ftp://example.org",
      "http://10.0.0.1/",
      "https://[::ffff:169.254.169.254]/",
      "nothing",
    ]) {
      const { status, body } = await ask("POST", base, { url });
      expect([status, body.details?.[0]?.path], url).toEqual([400, "url"]);
    }
    const unknown = await ask("POST", base, { url: receiver.url, types: ["article.eaten"] });
    expect([unknown.status, unknown.body.details?.[0]?.path]).toEqual([400, "types.0"]);
  });
});
