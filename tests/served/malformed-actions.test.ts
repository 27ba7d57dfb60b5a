import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";
import { builtActions } from "./ask";
import { answerTo } from "./sockets";

/** Forms that no page of ours sends are refused as such, with one line in the log and no error. */
const served = startServed({ environment: { LOG_LEVEL: "info" } });
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const known = () => builtActions().signInAction?.id ?? "";
const unknown = "4".repeat(42);

interface Sent {
  path?: string;
  /** The id of an action; without one, as a browser without script sends it. */
  action?: string;
  parts?: Record<string, string>;
  text?: string;
  cookie?: string;
}

const boundary = "----ofATest";

function bodyOf({ parts, text = "" }: Sent): string {
  if (!parts) return text;
  // What is referred to comes first.
  const isReference = ([name]: [string, string]) => Number(/^\d+$/.test(name));
  const ordered = Object.entries(parts).sort((one, other) => isReference(one) - isReference(other));
  const written = ordered.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${written.join("")}--${boundary}--\r\n`;
}

async function send(sent: Sent) {
  const requestId = crypto.randomUUID();
  const answer = await fetch(served.url + (sent.path ?? "/login"), {
    method: "POST",
    redirect: "manual",
    headers: {
      "x-request-id": requestId,
      origin: served.url,
      ...(sent.action === undefined ? {} : { "next-action": sent.action }),
      ...(sent.cookie ? { cookie: sent.cookie } : {}),
      "content-type": sent.parts ? `multipart/form-data; boundary=${boundary}` : "text/plain;charset=UTF-8",
    },
    body: bodyOf(sent),
  });
  return { status: answer.status, text: await answer.text(), logged: await loggedOf(requestId) };
}

const logLine = z.object({ level: z.string(), message: z.string(), requestId: z.string().optional() });

async function loggedOf(requestId: string) {
  await expect.poll(() => served.lines.some((line) => line.includes(requestId))).toBe(true);
  return served.lines
    .filter((line) => line.includes(requestId))
    .map((line) => logLine.parse(JSON.parse(line)))
    .map(({ level, message }) => `${level} ${message}`);
}

const deep = (length: number) => "[".repeat(length);

const unreadable: [string, () => Sent][] = [
  ["arguments that are no JSON", () => ({ action: known(), parts: { 0: "nonsense" } })],
  ["no arguments", () => ({ action: known(), parts: { 1: "x" } })],
  ["an empty body", () => ({ action: known(), text: "" })],
  ["text that is no JSON", () => ({ action: known(), text: "{" })],
  ["arguments that nest", () => ({ action: known(), parts: { 0: deep(12_000) } })],
  ["text that nests", () => ({ action: known(), text: deep(30_000) })],
  ["a reference to a part that isn't there", () => ({ action: known(), parts: { 0: '["$1"]' } })],
  ["a path into nothing", () => ({ action: known(), parts: { 0: '["$1:a:b","$1"]', 1: "{}" } })],
  ["a reference in a circle", () => ({ action: known(), parts: { 0: '["$1"]', 1: '"$1:a"' } })],
  ["a huge number", () => ({ action: known(), parts: { 0: `["$n${"9".repeat(20_000)}"]` } })],
  [
    "a function that isn't there",
    () => ({ action: known(), parts: { 0: '["$F1"]', 1: '{"id":"x","bound":null}' } }),
  ],
  ["a map of something else", () => ({ action: known(), parts: { 0: '["$Q1"]', 1: "7" } })],
  ["a typed array of odd length", () => ({ action: known(), parts: { 0: '["$l1"]', 1: "abc" } })],
  ["too many arguments", () => ({ action: known(), text: `[${"1,".repeat(2_000)}1]` })],
  [
    "bound arguments that are no JSON, without script",
    () => ({
      parts: {
        $ACTION_REF_1: "",
        "$ACTION_1:0": `{"id":"${known()}","bound":"$@1"}`,
        "$ACTION_1:1": "nonsense",
      },
    }),
  ],
  [
    "a descriptor that is cut off, without script",
    () => ({ parts: { $ACTION_REF_1: "", "$ACTION_1:0": `{"id":"${known()}","bound":` } }),
  ],
  ["no action, without script", () => ({ parts: { email: "x" } })],
];

describe("a form that can't be read", () => {
  it.each(unreadable)("%s", async (_name, make) => {
    const { status, text, logged } = await send(make());
    expect([status, logged]).toEqual([400, ["info form refused"]]);
    expect(text).not.toMatch(/digest|stack|\$E/);
  });

  it("is refused at the address of another page as well", async () => {
    const action = builtActions().changeNameAction?.id ?? "";
    const cookie = `masthead_session=${tenant.admin.token}`;
    const { status, logged } = await send({ path: "/docs", cookie, action, parts: { 0: "nonsense" } });
    expect([status, logged]).toEqual([400, ["info form refused"]]);
  });

  it("is refused when it is cut off", async () => {
    const whole = bodyOf({ parts: { 0: '["$K1"]', _1_email: "x" } });
    const head = `POST /login HTTP/1.1\r\nHost: x\r\nOrigin: ${served.url}\r\nConnection: close\r\nNext-Action: ${known()}\r\n`;
    const body = whole.slice(0, -60);
    const type = `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(await answerTo(served.url, head + type + body)).toMatch(/^HTTP\/1.1 400 /);
  });
});

const unknownIds: [string, number, () => Sent][] = [
  ["an id that no action has", 409, () => ({ action: unknown, parts: { 0: "[]" } })],
  ["an id that is none", 400, () => ({ action: "nonsense", parts: { 0: "[]" } })],
  ["an id that no action has, without script", 409, () => ({ parts: { [`$ACTION_ID_${unknown}`]: "" } })],
];

describe("an action that isn't there", () => {
  it.each(unknownIds)("%s", async (_name, expected, make) => {
    const { status, logged } = await send(make());
    expect([status, logged]).toEqual([expected, ["info form refused"]]);
  });
});

const wrongTypes: [string, string][] = [
  ["no form", "[null,7]"],
  ["nothing", "[]"],
  ["an empty form", '[null,"$K1"]'],
];

it.each(wrongTypes)(
  "arguments of wrong types reach the action, which refuses them: %s",
  async (_name, text) => {
    const { status, text: answer, logged } = await send({ action: known(), parts: { 0: text } });
    expect([status, logged]).toEqual([200, ["info action"]]);
    expect(answer).toContain('"code":"validation_failed"');
  },
);

describe("a large form of a member", () => {
  const member = () => ({ action: builtActions().changeNameAction?.id ?? "", path: "/settings/profile" });
  const fields = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`_1_${index}`, ""]));
  const large: [string, Record<string, string>][] = [
    ["with tens of thousands of fields", { ...fields(20_000), 0: '[null,"$K1"]' }],
    ["with arguments that nest", { 0: deep(900_000) }],
    ["with hundreds of thousands of references", { 0: `[${'"$K1",'.repeat(200_000)}1]`, ...fields(200) }],
  ];

  it.each(large)("%s is refused before it is taken apart", async (_name, parts) => {
    const cookie = `masthead_session=${tenant.admin.token}`;
    const { status, text, logged } = await send({ ...member(), cookie, parts });
    expect([status, logged]).toEqual([400, ["info page refused"]]);
    expect(text).toContain("validation_failed");
  });

  it("with a long text is taken", async () => {
    const cookie = `masthead_session=${tenant.admin.token}`;
    const { status, text } = await send({
      cookie,
      action: builtActions().createArticleAction?.id ?? "",
      path: "/articles/new",
      parts: {
        _1_title: "Long",
        _1_tags: "",
        _1_content: "[[[[ ,,, ".repeat(100_000),
        0: `[{"kind":"idle","madeFor":"${tenant.id}/${tenant.admin.userId}"},"$K1"]`,
      },
    });
    expect(status).toBeLessThan(400);
    expect(text).not.toContain('"kind":"error"');
  });
});
