import { beforeAll, describe, expect, it } from "vitest";
import { resolveInvitation } from "@/server/auth/resolve-invitation";
import { resolveSession, type SignedIn } from "@/server/auth/resolve-session";
import { listMemberships } from "@/server/auth/sign-in";
import { listActivity } from "@/server/events/service";
import { deliveriesSettled } from "@/server/mail/deliver";
import { cancelInvitation, invite, listInvitations, resendInvitation } from "@/server/members/invitations";
import { joinAsNewUser, joinAsUser } from "@/server/members/join";
import { removeMember } from "@/server/members/service";
import { toAppError } from "@/server/platform/to-app-error";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { addMember, anEmail, createTenant, type TestTenant } from "../support/factories";
import { linkIn, startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

const program = startProgram();
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const guest = { name: "Gus Guest", password: "seven quiet otters on ice" };
const page = { limit: 100, offset: 0 };
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("Hosts");
  other = await createTenant("Others");
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

async function invited(email: string, role: "editor" | "author" | "admin" = "editor") {
  const { id } = await invite(tenant.admin.context, { email, role });
  await deliveriesSettled();
  return { id, ...linkIn(await mail.server().waitFor(email)) };
}

async function signedIn(token: string): Promise<SignedIn> {
  const found = await resolveSession(token, "r");
  if (!found) throw new Error("nobody is signed in");
  return found;
}

describe("an invitation", () => {
  it("arrives by mail; a new person joins with name and password, and the address counts as verified", async () => {
    const email = anEmail("guest");
    const { token, path, id } = await invited(email);
    expect(path).toBe(`/invitation/${token}`);
    expect((await mail.server().waitFor(email)).text).toContain(
      "Ada Admin invites you to “Hosts” as editor.",
    );
    expect((await listInvitations(tenant.admin.context, page)).items).toContainEqual(
      expect.objectContaining({ id, email, role: "editor", invitedByName: "Ada Admin" }),
    );
    const started = await joinAsNewUser({ token, ...guest }, origin, "r");
    const { context, identity } = await signedIn(started.token);
    expect(context).toMatchObject({ tenantId: tenant.id, role: "editor" });
    expect(identity).toMatchObject({ userEmail: email, userName: "Gus Guest", emailVerified: true });
    expect((await listInvitations(tenant.admin.context, page)).items.some((one) => one.id === id)).toBe(
      false,
    );
    const types = await asAdmin(
      program.database(),
      (sql) =>
        sql`select type from events where tenant_id = ${tenant.id} and subject_id in (${id}, ${identity.userId}) order by id`,
    );
    expect(types.map((row) => row.type)).toEqual(["member.invited", "member.joined"]);
  });

  it("is accepted by somebody with an account after signing in, and moves the browser there", async () => {
    const { author } = other;
    const { token } = await invited(author.email, "author");
    expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("email_taken");
    const started = await joinAsUser(
      await signedIn(author.token),
      { token, sessionToken: author.token },
      origin,
      "r",
    );
    expect((await signedIn(started.token)).context).toMatchObject({ tenantId: tenant.id, role: "author" });
    expect(await resolveSession(author.token, "r")).toBeNull();
    expect((await listMemberships(author.userId)).map((one) => one.tenantName)).toEqual(["Hosts", "Others"]);
  });

  it("is for its address alone", async () => {
    const { token } = await invited(anEmail("guest"));
    const attempt = joinAsUser(
      await signedIn(other.editor.token),
      { token, sessionToken: other.editor.token },
      origin,
      "r",
    );
    expect(await codeOf(attempt)).toBe("insufficient_permissions");
    expect(await resolveInvitation(token)).not.toBeNull();
  });

  it("makes one account and one membership, however many accept at the same moment", async () => {
    const email = anEmail("guest");
    const { token } = await invited(email);
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    const [row] = await asAdmin(
      program.database(),
      (sql) => sql`select count(*)::int as count from users where email = ${email}`,
    );
    expect(row?.count).toBe(1);
    expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("link_invalid");
  });

  it("makes one membership of an account, however many accept at the same moment", async () => {
    const { viewer } = other;
    const { token } = await invited(viewer.email);
    const who = await signedIn(viewer.token);
    const accept = () => joinAsUser(who, { token, sessionToken: viewer.token }, origin, "r");
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(accept())));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    const [joined] = await asAdmin(
      program.database(),
      (
        sql,
      ) => sql`select count(*)::int as count from events where type = 'member.joined' and subject_id = ${viewer.userId}
        and tenant_id = ${tenant.id}`,
    );
    expect(joined?.count).toBe(1);
  });

  it("works with its newest link only", async () => {
    const email = anEmail("guest");
    const first = await invited(email);
    await resendInvitation(tenant.admin.context, first.id);
    await deliveriesSettled();
    const second = linkIn(await mail.server().waitFor(email));
    expect(second.token).not.toBe(first.token);
    const [event] = await listActivity(tenant.admin.context, 1);
    expect(event).toMatchObject({ type: "invitation.resent", label: email, subjectId: first.id });
    const seenByOthers = await listActivity(tenant.author.context, 100);
    expect(seenByOthers.map(({ label }) => label)).not.toContain(email);
    expect(await resolveInvitation(first.token)).toBeNull();
    expect(await resolveInvitation(second.token)).toMatchObject({ id: first.id });
    const third = await invited(email, "author");
    expect(await resolveInvitation(second.token)).toBeNull();
    expect(await resolveInvitation(third.token)).toMatchObject({ role: "author" });
    expect(
      (await listInvitations(tenant.admin.context, page)).items.filter((one) => one.email === email),
    ).toHaveLength(1);
  });

  it("ends when it is cancelled, and by its age", async () => {
    const [cancelled, expired] = [await invited(anEmail("guest")), await invited(anEmail("guest"))];
    await cancelInvitation(tenant.admin.context, cancelled.id);
    await asAdmin(
      program.database(),
      (sql) => sql`update invitations set expires_at = now() where id = ${expired.id}`,
    );
    for (const { token } of [cancelled, expired]) {
      expect(await resolveInvitation(token)).toBeNull();
      expect(await codeOf(joinAsNewUser({ token, ...guest }, origin, "r"))).toBe("link_invalid");
    }
    expect(await codeOf(cancelInvitation(tenant.admin.context, cancelled.id))).toBe("invitation_not_found");
    expect(await codeOf(resendInvitation(tenant.admin.context, cancelled.id))).toBe("invitation_not_found");
    // An expired one can be sent again.
    expect(await codeOf(resendInvitation(tenant.admin.context, expired.id))).toBe("ok");
  });

  it("takes a removed member back, and refuses who is a member already", async () => {
    const member = await addMember(tenant.admin.context, "author");
    expect(await codeOf(invite(tenant.admin.context, { email: member.email, role: "editor" }))).toBe(
      "already_member",
    );
    await removeMember(tenant.admin.context, member.userId);
    const { token } = await invited(member.email);
    expect(await resolveInvitation(token)).toMatchObject({ userId: member.userId });
  });

  it("belongs to its tenant: another's admin neither sees, sends nor cancels it; others may do nothing", async () => {
    const { id } = await invited(anEmail("guest"));
    expect((await listInvitations(other.admin.context, page)).items).toEqual([]);
    expect(await codeOf(cancelInvitation(other.admin.context, id))).toBe("invitation_not_found");
    expect(await codeOf(resendInvitation(other.admin.context, id))).toBe("invitation_not_found");
    for (const { context } of [tenant.viewer, tenant.author, tenant.editor]) {
      expect(await codeOf(invite(context, { email: anEmail(), role: "admin" }))).toBe(
        "insufficient_permissions",
      );
      expect(await codeOf(cancelInvitation(context, id))).toBe("insufficient_permissions");
      expect(await codeOf(resendInvitation(context, id))).toBe("insufficient_permissions");
    }
  });

  it("refuses a password that is the organisation's name, and keeps its link out of the database", async () => {
    const { token } = await invited(anEmail("guest"));
    const weak = joinAsNewUser({ token, name: "G", password: "Hosts 2026" }, origin, "r");
    expect(await codeOf(weak)).toBe("validation_failed");
    const rows = await asAdmin(
      program.database(),
      (sql) => sql`select invitations::text as row from invitations union all select mails::text from mails
        union all select events::text from events`,
    );
    expect(rows.map((row) => row.row).join("\n")).not.toContain(token);
  });
});

describe("over REST", () => {
  it("an invitation is made, found, sent again and cancelled", async () => {
    const key = tenant.secretKeys.admin;
    const email = anEmail("rest");
    const made = await callJson("POST", "/api/v1/invitations", { key, body: { email, role: "author" } });
    const { id } = made.body.data;
    const path = `/api/v1/invitations/${id}`;
    expect([made.status, made.headers.get("location")]).toEqual([201, path]);
    expect(made.body.data).toEqual({
      id,
      email,
      role: "author",
      invitedBy: { id: tenant.admin.userId, name: "Ada Admin" },
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      version: 1,
    });
    const first = linkIn(await mail.server().waitFor(email));
    const list = await callJson("GET", "/api/v1/invitations?limit=1", { key });
    expect(list.body.data).toEqual([made.body.data]);
    const again = await callJson("POST", `${path}/resend`, { key });
    expect([again.status, again.headers.get("etag")]).toEqual([200, expect.stringMatching(/^"2\./)]);
    expect(await resolveInvitation(first.token)).toBeNull();
    const read = await callJson("GET", path, { key, headers: { "if-none-match": '"1"' } });
    expect([read.status, read.body.data]).toEqual([200, again.body.data]);
    const headers = { "if-match": '"1"' };
    expect((await callJson("DELETE", path, { key, headers })).status).toBe(412);
    expect((await callJson("DELETE", path, { key })).status).toBe(204);
    expect((await callJson("GET", path, { key })).body.code).toBe("invitation_not_found");
    expect((await callJson("POST", `${path}/resend`, { key })).status).toBe(404);
    await deliveriesSettled();
  });

  it("a member's address is refused, and so is what isn't one", async () => {
    const invite = (body: object) =>
      callJson("POST", "/api/v1/invitations", { key: tenant.secretKeys.admin, body });
    const member = await invite({ email: tenant.editor.email, role: "admin" });
    expect([member.status, member.body.code]).toEqual([409, "already_member"]);
    expect((await invite({ email: "nobody", role: "admin" })).body.details[0].path).toBe("email");
    expect((await invite({ email: anEmail(), role: "owner" })).body.details[0].path).toBe("role");
  });
});
