import { beforeAll, describe, expect, it } from "vitest";
import { changeName } from "@/server/auth/account";
import { removeMember } from "@/server/members/service";
import { openRequest, signedInBy } from "@/server/pipeline/context";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { callJson } from "../support/api";
import {
  addMember,
  createArticle,
  createTenant,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";

startProgram();
let tenant: TestTenant;
let member: TestMember;
let path: string;

beforeAll(async () => {
  tenant = await createTenant();
  member = await addMember(tenant.admin.context, "editor");
  path = `/api/v1/articles/${(await createArticle(tenant.admin, { title: "Before" })).id}`;
});

/** How often Redis is asked for generations while `work` runs. */
async function questionsOf(work: () => Promise<unknown>): Promise<number> {
  const { getMany } = redis();
  let count = 0;
  Object.assign(redis(), {
    getMany: (keys: string[]) => {
      count++;
      return getMany(keys);
    },
  });
  await work();
  Object.assign(redis(), { getMany });
  return count;
}

const read = () => callJson("GET", path, { session: member.token });

const requestOf = (method: string, token: string) =>
  openRequest({
    method,
    url: "http://localhost:3000/dashboard",
    headers: new Headers({ cookie: `masthead_session=${token}` }),
  });

describe("a member's read that is cached", () => {
  it("costs the look-up of the session, and one question to Redis, which comes with the limits", async () => {
    await read();
    const sent = watchStatements(database());
    expect(await questionsOf(read)).toBe(1);
    expect(sent.trips().length).toBe(1);
    sent.stop();
  });

  it("shows what the member has just written", async () => {
    await read();
    await callJson("PATCH", path, { session: member.token, body: { title: "After" } });
    expect((await read()).body.data.title).toBe("After");
  });

  it("is answered from Postgres where Redis can't tell whether it still holds", async () => {
    await read();
    const { getMany } = redis();
    Object.assign(redis(), { getMany: () => Promise.reject(new Error("away")) });
    const sent = watchStatements(database());
    expect((await read()).status).toBe(200);
    expect(sent.trips().length).toBe(2);
    sent.stop();
    Object.assign(redis(), { getMany });
  });
});

describe("who is signed in", () => {
  it("is looked up once in a request, and anew in the next", async () => {
    const request = requestOf("GET", member.token);
    const sent = watchStatements(database());
    const [first, again] = [await signedInBy(request), await signedInBy(request)];
    expect(again).toBe(first);
    expect(sent.trips().length).toBe(1);
    sent.stop();
    await changeName(member.context, "Renamed");
    expect((await signedInBy(requestOf("GET", member.token)))?.identity.userName).toBe("Renamed");
  });

  it("is nobody as soon as the session has ended", async () => {
    const other = await addMember(tenant.admin.context, "editor");
    expect(await signedInBy(requestOf("GET", other.token))).not.toBeNull();
    await removeMember(tenant.admin.context, other.userId);
    expect(await signedInBy(requestOf("GET", other.token))).toBeNull();
  });

  it("is nobody by a token that is unknown, or none", async () => {
    expect(await signedInBy(requestOf("GET", "a".repeat(40)))).toBeNull();
    expect(
      await signedInBy(openRequest({ method: "GET", url: "http://localhost:3000/", headers: new Headers() })),
    ).toBeNull();
  });

  it("reads under the generations of its own tenant, and after a change of its own under none", async () => {
    const generations = { tenantId: tenant.admin.context.tenantId, byTag: new Map() };
    const [reading, changing] = [requestOf("GET", member.token), requestOf("POST", member.token)];
    Object.assign(reading, { generations });
    Object.assign(changing, { generations });
    expect((await signedInBy(reading))?.context.generations).toBe(generations);
    expect((await signedInBy(changing))?.context.generations).toBeUndefined();
  });
});
