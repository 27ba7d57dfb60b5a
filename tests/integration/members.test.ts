import { beforeEach, describe, expect, it } from "vitest";
import type { Role } from "@/db/schema/enumerations";
import { createApiKey } from "@/server/api-keys/service";
import { resolveKey } from "@/server/auth/resolve-key";
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
  it("is for admins, and shows who is there with role, status and address", async () => {
    const found = await listMembers(context());
    expect(found).toHaveLength(4);
    expect(found.find(({ userId }) => userId === tenant.author.userId)).toMatchObject({
      role: "author",
      status: "active",
      email: tenant.author.email,
    });
    for (const other of [tenant.viewer, tenant.author, tenant.editor]) {
      await expect((async () => listMembers(other.context))()).rejects.toMatchObject({
        code: "insufficient_permissions",
      });
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
    expect((await resolveKey(key, "r"))?.role).toBe("admin");
    await changeRole(context(), second.userId, "author");
    expect((await resolveKey(key, "r"))?.role).toBe("author");
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
    expect((await listMembers(context())).find(({ userId }) => userId === author.userId)?.status).toBe(
      "suspended",
    );
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
    expect(await listMembers(context())).toHaveLength(3);
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
