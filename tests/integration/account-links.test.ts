import { beforeAll, describe, expect, it } from "vitest";
import { changePassword } from "@/server/auth/account";
import {
  addressOfLink,
  changeEmail,
  requestEmailChange,
  sendVerification,
  verifyEmail,
} from "@/server/auth/email-address";
import { isResetOpen, requestPasswordReset, resetPassword } from "@/server/auth/password-reset";
import { resolveSession, type SignedIn } from "@/server/auth/resolve-session";
import { signIn } from "@/server/auth/sign-in";
import { deliveriesSettled } from "@/server/mail/deliver";
import { toAppError } from "@/server/platform/to-app-error";
import { signUp } from "@/server/tenants/sign-up";
import { asAdmin } from "../support/database";
import {
  addMember,
  anEmail,
  createTenant,
  password,
  sessionOf,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { linkIn, startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

const trace = { requestId: "test-request", address: "192.0.2.1" };
const program = startProgram();
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const newPassword = "seven quiet otters on ice";
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("Links");
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

async function signedIn({ token }: { token: string }): Promise<SignedIn> {
  const found = await resolveSession(token, "r");
  if (!found) throw new Error("nobody is signed in");
  return found;
}

function freshMember(): Promise<TestMember> {
  return addMember(tenant.admin.context, "author");
}

async function resetLink(email: string): Promise<string> {
  await requestPasswordReset(email);
  await deliveriesSettled();
  return linkIn(await mail.server().waitFor(email, /new password/)).token;
}

const expire = () =>
  asAdmin(
    program.database(),
    (sql) => sql`update account_tokens set expires_at = now() where used_at is null`,
  );

describe("verifying an address", () => {
  it("is asked for when signing up, and done by opening the link", async () => {
    const email = anEmail("new");
    const started = sessionOf(
      await signUp({ organisation: "New Press", name: "Noor", email, password }, origin, "r"),
    );
    expect((await signedIn(started)).identity.emailVerified).toBe(false);
    const { token, path } = linkIn(await mail.server().waitFor(email));
    expect(path).toBe(`/verify-email/${token}`);
    // Looking at the page doesn't use the link up: mail scanners do that.
    expect(await addressOfLink(token)).toEqual({ purpose: "verify_email", email });
    expect(await addressOfLink(token)).toEqual({ purpose: "verify_email", email });
    await verifyEmail(token);
    expect((await signedIn(started)).identity.emailVerified).toBe(true);
    expect(await codeOf(verifyEmail(token))).toBe("link_invalid");
    expect(await addressOfLink(token)).toBeNull();
  });

  it("can be asked for again, but not without end", async () => {
    const member = await freshMember();
    const who = await signedIn(member);
    for (let count = 0; count < 5; count++) await sendVerification(who);
    expect(await codeOf(sendVerification(who))).toBe("rate_limited");
    await verifyEmail(linkIn(await mail.server().waitFor(member.email)).token);
  });

  it("does not verify an address that the user has no more", async () => {
    const member = await freshMember();
    await sendVerification(await signedIn(member));
    const { token } = linkIn(await mail.server().waitFor(member.email));
    await asAdmin(
      program.database(),
      (sql) => sql`update users set email_normalised = ${anEmail()} where id = ${member.userId}`,
    );
    expect(await codeOf(verifyEmail(token))).toBe("link_invalid");
    expect((await signedIn(member)).identity.emailVerified).toBe(false);
  });
});

describe("resetting a password", () => {
  it("replaces it, verifies the address, ends all sessions and says so by mail", async () => {
    const member = await freshMember();
    const token = await resetLink(member.email);
    expect(await isResetOpen(token)).toBe(true);
    await resetPassword({ token, password: newPassword }, trace);
    expect(await resolveSession(member.token, "r")).toBeNull();
    expect(await codeOf(signIn({ email: member.email, password }, origin))).toBe("invalid_credentials");
    const started = await signIn({ email: member.email, password: newPassword }, origin);
    expect(started.kind === "signed-in" && (await signedIn(started)).identity.emailVerified).toBe(true);
    expect((await mail.server().waitFor(member.email, /was changed/)).text).toContain("was changed just now");
  });

  it("writes no mail to an address without an account, and leaves nothing behind", async () => {
    const email = anEmail("nobody");
    await requestPasswordReset(email);
    await deliveriesSettled();
    expect(mail.server().received.some((one) => one.to === email)).toBe(false);
    const [row] = await asAdmin(program.database(), (sql) => sql`select count(*)::int as count from mails`);
    expect(row?.count).toBe(0);
  });

  it("works once, also for twenty who try at the same moment", async () => {
    const member = await freshMember();
    const token = await resetLink(member.email);
    const attempts = Array.from({ length: 20 }, (_, index) =>
      codeOf(resetPassword({ token, password: `${newPassword} ${index}` }, trace)),
    );
    const codes = await Promise.all(attempts);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(["ok", "link_invalid"]));
    expect(await isResetOpen(token)).toBe(false);
  });

  it("makes the other links that were asked for worthless", async () => {
    const member = await freshMember();
    const first = await resetLink(member.email);
    await requestPasswordReset(member.email);
    await deliveriesSettled();
    const second = linkIn(await mail.server().waitFor(member.email, /new password/)).token;
    expect(second).not.toBe(first);
    await resetPassword({ token: second, password: newPassword }, trace);
    expect(await codeOf(resetPassword({ token: first, password: newPassword }, trace))).toBe("link_invalid");
  });

  it("refuses an expired link, one for something else, and whatever else stands in its place", async () => {
    const member = await freshMember();
    const expired = await resetLink(member.email);
    await expire();
    expect(await isResetOpen(expired)).toBe(false);
    await sendVerification(await signedIn(member));
    const verification = linkIn(await mail.server().waitFor(member.email, /verify/)).token;
    const reset = await resetLink(member.email);
    for (const token of [expired, verification, "", "x", "a".repeat(43), "a".repeat(100_000), "' or 1=1"]) {
      expect(await codeOf(resetPassword({ token, password: newPassword }, trace)), token.slice(0, 50)).toBe(
        "link_invalid",
      );
    }
    expect(await codeOf(verifyEmail(reset))).toBe("link_invalid");
    expect(await codeOf(changeEmail(reset, trace))).toBe("link_invalid");
    expect(await isResetOpen(reset)).toBe(true);
  });

  it("keeps the link working after a password that is refused", async () => {
    const member = await freshMember();
    const token = await resetLink(member.email);
    expect(await codeOf(resetPassword({ token, password: member.email }, trace))).toBe("validation_failed");
    expect(await codeOf(resetPassword({ token, password: newPassword }, trace))).toBe("ok");
  });

  it("sends a handful of mails to an address, not a flood, and doesn't say so", async () => {
    const member = await freshMember();
    for (let count = 0; count < 12; count++) await requestPasswordReset(member.email);
    await deliveriesSettled();
    expect(mail.server().received.filter((one) => one.to === member.email)).toHaveLength(5);
  });

  it("stores no token that a mail holds", async () => {
    const token = await resetLink(tenant.editor.email);
    const rows = await asAdmin(
      program.database(),
      (sql) => sql`select account_tokens::text as row from account_tokens`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.row).join("\n")).not.toContain(token);
  });
});

describe("changing a password", () => {
  it("needs the current one; other sessions and open links end, this session stays", async () => {
    const member = await freshMember();
    const link = await resetLink(member.email);
    const other = await signIn({ email: member.email, password }, origin);
    const change = (currentPassword: string) =>
      signedIn(member).then((who) =>
        changePassword(who, member.token, { currentPassword, password: newPassword }),
      );
    const refusal = await change("wrong").catch((error: unknown) => toAppError(error));
    expect(refusal).toMatchObject({ code: "invalid_credentials", details: [{ path: "currentPassword" }] });
    await change(password);
    expect(await resolveSession(member.token, "r")).not.toBeNull();
    expect(other.kind === "signed-in" && (await resolveSession(other.token, "r"))).toBeNull();
    expect(await isResetOpen(link)).toBe(false);
    expect(await codeOf(signIn({ email: member.email, password: newPassword }, origin))).toBe("ok");
    await mail.server().waitFor(member.email, /was changed/);
  });
});

describe("changing the mail address", () => {
  const request = async (member: TestMember, email: string, currentPassword = password) =>
    requestEmailChange(await signedIn(member), { email, currentPassword });

  it("waits for the link at the new address, and tells the old one", async () => {
    const member = await freshMember();
    const email = anEmail("next");
    await request(member, email);
    const notice = await mail.server().waitFor(member.email, /new mail address/);
    expect(notice.text).toContain(email);
    const { token } = linkIn(await mail.server().waitFor(email));
    expect(notice.text).not.toContain(token);
    expect((await signedIn(member)).identity.userEmail).toBe(member.email);
    expect(await addressOfLink(token)).toEqual({ purpose: "change_email", email });
    await changeEmail(token, trace);
    const { identity } = await signedIn(member);
    expect(identity).toMatchObject({ userEmail: email, emailVerified: true });
    expect(await codeOf(signIn({ email, password }, origin))).toBe("ok");
    expect(await codeOf(signIn({ email: member.email, password }, origin))).toBe("invalid_credentials");
  });

  it("ends links that went to the old address", async () => {
    const member = await freshMember();
    const reset = await resetLink(member.email);
    const email = anEmail("next");
    await request(member, email);
    await changeEmail(linkIn(await mail.server().waitFor(email)).token, trace);
    expect(await codeOf(resetPassword({ token: reset, password: newPassword }, trace))).toBe("link_invalid");
  });

  it("needs the password and another address", async () => {
    const member = await freshMember();
    expect(await codeOf(request(member, anEmail(), "wrong"))).toBe("invalid_credentials");
    expect(await codeOf(request(member, member.email.toUpperCase()))).toBe("validation_failed");
  });

  it("says nothing of an address that has an account, and never takes it over", async () => {
    const member = await freshMember();
    await request(member, tenant.viewer.email);
    const { token } = linkIn(await mail.server().waitFor(tenant.viewer.email, /confirm/));
    expect(await codeOf(changeEmail(token, trace))).toBe("email_taken");
    expect((await signedIn(member)).identity.userEmail).toBe(member.email);
  });
});
