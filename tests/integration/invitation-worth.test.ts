import { beforeEach, describe, expect, it } from "vitest";
import { resolveInvitation } from "@/server/auth/resolve-invitation";
import { deliveriesSettled } from "@/server/mail/deliver";
import { invite, resendInvitation } from "@/server/members/invitations";
import { joinAsNewUser } from "@/server/members/join";
import { changeRole, reactivateMember, removeMember, suspendMember } from "@/server/members/service";
import { toAppError } from "@/server/platform/to-app-error";
import { callJson, createKey } from "../support/api";
import { asAdmin } from "../support/database";
import { addMember, anEmail, createTenant, type TestMember, type TestTenant } from "../support/factories";
import { linkIn, startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

/** An invitation is worth no more than what its maker may give when it is used. */
const program = startProgram();
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const guest = { name: "Gus Guest", password: "seven quiet otters on ice" };
let tenant: TestTenant;
let second: TestMember;
beforeEach(async () => {
  tenant = await createTenant("Hosts");
  second = await addMember(tenant.admin.context, "admin");
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

async function invitedBy({ context }: TestMember, role: "admin" | "viewer" = "admin") {
  const email = anEmail("guest");
  const { id } = await invite(context, { email, role });
  await deliveriesSettled();
  return { id, email, token: linkIn(await mail.server().waitFor(email)).token };
}

const eventsOf = (id: string) =>
  asAdmin(
    program.database(),
    (sql) => sql`select type, actor_name, payload from events where subject_id = ${id} order by id`,
  );

const ways: [string, () => Promise<unknown>][] = [
  ["removed", () => removeMember(tenant.admin.context, second.userId)],
  ["suspended", () => suspendMember(tenant.admin.context, second.userId)],
  ["demoted to editor", () => changeRole(tenant.admin.context, second.userId, "editor")],
  ["demoted to viewer", () => changeRole(tenant.admin.context, second.userId, "viewer")],
];

describe("an invitation whose maker was", () => {
  it.each(ways)("%s is cancelled, with an event, for whatever role", async (_way, change) => {
    const [asAdminRole, asViewer] = [await invitedBy(second), await invitedBy(second, "viewer")];
    const other = await invitedBy(tenant.admin);
    await change();
    for (const { id, email, token } of [asAdminRole, asViewer]) {
      expect(await resolveInvitation(token)).toBeNull();
      expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("link_invalid");
      expect(await codeOf(resendInvitation(tenant.admin.context, id))).toBe("invitation_not_found");
      expect((await eventsOf(id)).at(-1)).toMatchObject({
        type: "invitation.cancelled",
        actor_name: "Ada Admin",
        payload: { name: email },
      });
    }
    expect(await codeOf(joinAsNewUser({ token: other.token, ...guest }, origin, "r"))).toBe("ok");
  });

  it("suspended doesn't wake up with its maker", async () => {
    const { token } = await invitedBy(second);
    await suspendMember(tenant.admin.context, second.userId);
    await reactivateMember(tenant.admin.context, second.userId);
    expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("link_invalid");
  });

  it("taken out by something else than the program is worth nothing either", async () => {
    const { token } = await invitedBy(second);
    await asAdmin(
      program.database(),
      (sql) => sql`update members set role = 'author' where user_id = ${second.userId}`,
    );
    expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("link_invalid");
  });

  it("removed is worth nothing when it was made with a key of theirs", async () => {
    const { key } = await createKey(second.token, { name: "K", kind: "secret", role: "admin" });
    const email = anEmail("guest");
    const body = { email, role: "admin" };
    await callJson("POST", "/api/v1/invitations", { key, body });
    const { token } = linkIn(await mail.server().waitFor(email));
    const path = `/api/v1/members/${second.userId}`;
    expect((await callJson("DELETE", path, { key: tenant.secretKeys.admin })).status).toBeLessThan(300);
    expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("link_invalid");
  });
});

describe("an invitation", () => {
  it("that another admin has sent again is that admin's", async () => {
    const { id, email, token } = await invitedBy(second);
    await resendInvitation(tenant.admin.context, id);
    await deliveriesSettled();
    await removeMember(tenant.admin.context, second.userId);
    const again = linkIn(await mail.server().waitFor(email));
    expect(again.token).not.toBe(token);
    expect(await codeOf(joinAsNewUser({ token: again.token, ...guest }, origin, "r"))).toBe("ok");
  });

  it("that is accepted while its maker is removed lets in or doesn't, and never after", async () => {
    for (let round = 0; round < 6; round++) {
      const maker = await addMember(tenant.admin.context, "admin");
      const { email, token } = await invitedBy(maker);
      const [accepted] = await Promise.all([
        codeOf(joinAsNewUser({ token, ...guest }, origin, "r")),
        removeMember(tenant.admin.context, maker.userId),
      ]);
      const [joined] = await asAdmin(
        program.database(),
        (sql) => sql`select e.id < r.id as first from events e, users u, events r
          where u.email = ${email} and e.type = 'member.joined' and e.subject_id = u.id
            and r.type = 'member.removed' and r.subject_id = ${maker.userId}`,
      );
      expect(accepted).toBe(joined ? "ok" : "link_invalid");
    }
  });

  it("to the address that a member has taken by now ends with the member", async () => {
    const { email, token } = await invitedBy(tenant.admin);
    await asAdmin(
      program.database(),
      (sql) =>
        sql`update users set email = ${email}, email_normalised = ${email} where id = ${tenant.author.userId}`,
    );
    await removeMember(tenant.admin.context, tenant.author.userId);
    expect(await resolveInvitation(token)).toBeNull();
  });
});

describe("a key", () => {
  it("whose maker was demoted while it waited changes no member", async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [
        await addMember(tenant.admin.context, "admin"),
        await addMember(tenant.admin.context, "admin"),
      ];
      const keys = await Promise.all(
        [a, b].map(async ({ token }) => {
          const body = { name: "K", kind: "secret", role: "admin" };
          return (await createKey(token, body)).key;
        }),
      );
      for (const key of keys) await callJson("GET", "/api/v1/me", { key });
      const answers = await Promise.all(
        [b, a].map(({ userId }, index) =>
          callJson("PATCH", `/api/v1/members/${userId}`, { key: keys[index], body: { role: "editor" } }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    }
  });
});
