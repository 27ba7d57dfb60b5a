import { beforeEach, describe, expect, it } from "vitest";
import type { Role } from "@/db/schema/enumerations";
import { createApiKey } from "@/server/api-keys/service";
import { resolveSession } from "@/server/auth/resolve-session";
import { signIn } from "@/server/auth/sign-in";
import {
  changeRole,
  listMembers,
  reactivateMember,
  removeMember,
  suspendMember,
} from "@/server/members/service";
import { toAppError } from "@/server/platform/to-app-error";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { addMember, createTenant, password, type TestMember, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();
const origin = { address: "192.0.2.1", userAgent: "test" };
const page = { limit: 100, offset: 0 };
let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTenant();
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

const eventsOf = (userId: string) =>
  asAdmin(
    program.database(),
    (sql) => sql`select type, actor_name, payload from events where subject_id = ${userId} order by id`,
  );

const activeAdmins = async () => {
  const [row] = await asAdmin(
    program.database(),
    (sql) => sql`select count(*)::int as count from members
      where tenant_id = ${tenant.id} and role = 'admin' and status = 'active'`,
  );
  return row?.count;
};

const context = () => tenant.admin.context;

describe("the list of members", () => {
  it("shows who is there with role and status; addresses and suspended ones to admins alone", async () => {
    const read = (key: string, query = "") => callJson("GET", `/api/v1/members${query}`, { key });
    const { admin: key, viewer } = tenant.secretKeys;
    await suspendMember(context(), tenant.editor.userId);
    const all = (await read(key)).body;
    expect(all.meta).toMatchObject({ total: 4, nextCursor: null });
    expect(all.data.find((one: { id: string }) => one.id === tenant.author.userId)).toEqual({
      id: tenant.author.userId,
      name: "Mo author",
      email: tenant.author.email,
      avatar: null,
      role: "author",
      status: "active",
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const seen = await read(viewer);
    expect(seen.body.data).toHaveLength(3);
    expect(seen.body.data.every((one: { email: null }) => one.email === null)).toBe(true);
    expect(seen.text).not.toContain(tenant.editor.userId);
    expect((await read(viewer, "?status=suspended")).body.data).toEqual([]);
    const suspended = `/api/v1/members/${tenant.editor.userId}`;
    expect((await callJson("GET", suspended, { key: viewer })).status).toBe(404);
    expect((await callJson("GET", suspended, { key })).body.data.status).toBe("suspended");
  });

  it("is filtered, and walked by cursor", async () => {
    const ids = async (query: string, key = tenant.secretKeys.admin) =>
      (await callJson("GET", `/api/v1/members${query}`, { key })).body.data.map(
        (one: { id: string }) => one.id,
      );
    const { author, editor, admin, viewer } = tenant;
    expect(await ids("?role=author")).toEqual([author.userId]);
    expect(await ids("?q=MO%20ed")).toEqual([editor.userId]);
    expect(await ids(`?q=${author.email.slice(0, 12).toUpperCase()}`)).toEqual([author.userId]);
    expect(await ids(`?q=${author.email.slice(0, 12)}`, tenant.secretKeys.editor)).toEqual([]);
    const walked: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await callJson("GET", `/api/v1/members?limit=1${cursor}`, {
        key: tenant.secretKeys.admin,
      });
      walked.push(...body.data.map((one: { id: string }) => one.id));
      if (!body.meta.nextCursor) break;
      cursor = `&cursor=${body.meta.nextCursor}`;
    }
    expect(walked).toEqual([admin, editor, author, viewer].map((one) => one.userId).sort());
  });
});

describe("over REST", () => {
  const pathOf = ({ userId }: TestMember) => `/api/v1/members/${userId}`;

  it("one change gives another role and standing, with the version that was seen", async () => {
    const key = tenant.secretKeys.admin;
    const path = pathOf(tenant.author);
    const headers = { "if-match": '"1"' };
    const body = { role: "editor", status: "suspended" };
    const answer = await callJson("PATCH", path, { key, headers, body });
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, expect.stringMatching(/^"2\./)]);
    expect(answer.body.data).toMatchObject({ ...body, version: 2 });
    expect((await eventsOf(tenant.author.userId)).map(({ type }) => type).sort()).toEqual([
      "member.role_changed",
      "member.suspended",
    ]);
    const stale = await callJson("PATCH", path, { key, headers, body: { status: "active" } });
    expect([stale.status, stale.body.code]).toEqual([412, "version_mismatch"]);
    expect((await callJson("DELETE", path, { key, headers })).status).toBe(412);
    // Nothing to change is no change.
    expect((await callJson("PATCH", path, { key, body })).body.data.version).toBe(2);
    expect((await callJson("DELETE", path, { key, headers: { "if-match": '"2"' } })).status).toBe(204);
    expect((await callJson("GET", path, { key })).status).toBe(404);
  });

  it("the last admin stays, and wrong input is named", async () => {
    const key = tenant.secretKeys.admin;
    const path = pathOf(tenant.admin);
    const refused = await callJson("PATCH", path, { key, body: { role: "viewer" } });
    expect([refused.status, refused.body.code]).toEqual([409, "last_admin"]);
    expect((await callJson("DELETE", path, { key })).body.code).toBe("last_admin");
    for (const [body, field] of [
      [{}, ""],
      [{ role: "owner" }, "role"],
      [{ status: "removed" }, "status"],
    ] as const) {
      const answer = await callJson("PATCH", path, { key, body });
      expect([answer.status, answer.body.details[0].path]).toEqual([400, field]);
    }
  });
});

describe("a change of role", () => {
  it("counts from the next request on: sessions of that member end, new ones have the new role", async () => {
    const { editor } = tenant;
    await changeRole(context(), editor.userId, "viewer");
    expect(await resolveSession(editor.token, "r")).toBeNull();
    const started = await signIn({ email: editor.email, password }, origin);
    const again = started.kind === "signed-in" ? await resolveSession(started.token, "r") : null;
    expect(again?.context.role).toBe("viewer");
    expect((await eventsOf(editor.userId)).at(-1)).toMatchObject({
      type: "member.role_changed",
      payload: { role: "viewer", previousRole: "editor" },
    });
  });

  it("leaves sessions elsewhere alone, and is nothing if the role is the same", async () => {
    const { editor } = tenant;
    await changeRole(context(), editor.userId, "editor");
    expect(await resolveSession(editor.token, "r")).not.toBeNull();
    expect(await eventsOf(editor.userId)).toHaveLength(0);
  });

  it("takes its keys along: none can do more than its maker can do now", async () => {
    const second = await addMember(context(), "admin");
    const { key } = await createApiKey(second.context, { name: "K", kind: "secret", role: "admin" });
    const roleOfKey = async () => (await callJson("GET", "/api/v1/me", { key })).body.data.role;
    expect(await roleOfKey()).toBe("admin");
    await changeRole(context(), second.userId, "author");
    expect(await roleOfKey()).toBe("author");
    const article = { title: "T", content: "C", status: "draft" };
    const made = await callJson("POST", "/api/v1/articles", { key, body: article });
    expect(made.status).toBe(201);
    expect((await callJson("DELETE", `/api/v1/articles/${made.body.data.id}`, { key })).status).toBe(403);
  });
});

describe("suspending and removing", () => {
  it.each([
    ["suspend", suspendMember, "member.suspended"],
    ["remove", removeMember, "member.removed"],
  ] as const)("%s cuts off at once: sessions, keys, signing in", async (_name, cutOff, type) => {
    const second = await addMember(context(), "admin");
    const { key } = await createApiKey(second.context, { name: "K", kind: "secret", role: "admin" });
    await cutOff(context(), second.userId);
    expect((await callJson("GET", "/api/v1/me", { session: second.token })).status).toBe(401);
    expect((await callJson("GET", "/api/v1/me", { key })).status).toBe(401);
    expect(await codeOf(signIn({ email: second.email, password }, origin))).toBe("invalid_credentials");
    expect(await codeOf(changeRole(second.context, tenant.viewer.userId, "admin"))).toBe(
      "insufficient_permissions",
    );
    expect((await eventsOf(second.userId)).at(-1)).toMatchObject({ type, actor_name: "Ada Admin" });
  });

  it("a suspended member comes back with their role, after signing in anew", async () => {
    const { author } = tenant;
    await suspendMember(context(), author.userId);
    expect(
      (await listMembers(context(), page)).items.find(({ userId }) => userId === author.userId)?.status,
    ).toBe("suspended");
    await reactivateMember(context(), author.userId);
    expect(await resolveSession(author.token, "r")).toBeNull();
    const started = await signIn({ email: author.email, password }, origin);
    expect(started.kind).toBe("signed-in");
    expect((await eventsOf(author.userId)).map(({ type }) => type)).toEqual([
      "member.suspended",
      "member.reactivated",
    ]);
  });

  it("a removed member is gone from the list, and can't be changed any more", async () => {
    await removeMember(context(), tenant.author.userId);
    expect((await listMembers(context(), page)).items).toHaveLength(3);
    for (const change of [removeMember, suspendMember, reactivateMember]) {
      expect(await codeOf(change(context(), tenant.author.userId))).toBe("member_not_found");
    }
  });

  it("nobody else's members can be changed, and admins alone may try", async () => {
    const other = await createTenant();
    for (const change of [removeMember, suspendMember, reactivateMember]) {
      expect(await codeOf(change(context(), other.author.userId))).toBe("member_not_found");
      expect(await codeOf(change(tenant.editor.context, tenant.author.userId))).toBe(
        "insufficient_permissions",
      );
    }
    expect(await codeOf(changeRole(context(), other.author.userId, "admin"))).toBe("member_not_found");
    expect(await resolveSession(other.author.token, "r")).not.toBeNull();
  });
});

describe("the last admin", () => {
  it("can be neither demoted, suspended nor removed", async () => {
    const self = tenant.admin.userId;
    expect(await codeOf(changeRole(context(), self, "editor"))).toBe("last_admin");
    expect(await codeOf(suspendMember(context(), self))).toBe("last_admin");
    expect(await codeOf(removeMember(context(), self))).toBe("last_admin");
    expect(await activeAdmins()).toBe(1);
    expect(await resolveSession(tenant.admin.token, "r")).not.toBeNull();
    expect(await eventsOf(self)).toHaveLength(1); // member.joined
  });

  it("doesn't count a suspended one", async () => {
    const second = await addMember(context(), "admin");
    await suspendMember(context(), second.userId);
    expect(await codeOf(changeRole(context(), tenant.admin.userId, "viewer"))).toBe("last_admin");
  });

  it("remains when twenty changes at the same time would leave nobody", async () => {
    const admins: TestMember[] = [tenant.admin];
    for (let count = 0; count < 4; count++) admins.push(await addMember(context(), "admin"));
    const ways = [
      (by: TestMember, target: TestMember) => changeRole(by.context, target.userId, "viewer" as Role),
      (by: TestMember, target: TestMember) => suspendMember(by.context, target.userId),
      (by: TestMember, target: TestMember) => removeMember(by.context, target.userId),
    ];
    const changes = admins.flatMap((by, i) =>
      admins.filter((target) => target !== by).map((target, j) => ways[(i + j) % 3]?.(by, target)),
    );
    expect(changes).toHaveLength(20);
    const codes = await Promise.all(changes.map((change) => codeOf(Promise.resolve(change))));
    expect(await activeAdmins()).toBeGreaterThanOrEqual(1);
    expect(codes.filter((code) => code === "ok").length).toBeGreaterThanOrEqual(1);
    for (const code of codes) {
      expect(["ok", "last_admin", "insufficient_permissions", "member_not_found"]).toContain(code);
    }
  });

  it("remains when all admins step down at the same time", async () => {
    const admins: TestMember[] = [tenant.admin];
    for (let count = 0; count < 9; count++) admins.push(await addMember(context(), "admin"));
    const codes = await Promise.all(
      admins.map((admin, index) =>
        codeOf(
          index % 2 === 0
            ? removeMember(admin.context, admin.userId)
            : changeRole(admin.context, admin.userId, "editor"),
        ),
      ),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(9);
    expect(codes.filter((code) => code === "last_admin")).toHaveLength(1);
    expect(await activeAdmins()).toBe(1);
  });
});
