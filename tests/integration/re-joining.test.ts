import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, it } from "vitest";
import { resolveSession } from "@/server/auth/resolve-session";
import { listMemberships, signIn } from "@/server/auth/sign-in";
import { beginTwoFactor, confirmTwoFactor, pendingTwoFactor } from "@/server/auth/two-factor";
import { invite } from "@/server/members/invitations";
import { invitationsOfChallenge, joinAsInvited } from "@/server/members/join";
import { removeMember, suspendMember } from "@/server/members/service";
import { toAppError } from "@/server/platform/to-app-error";
import { continueWithCode, startOrganisation } from "@/server/tenants/further-organisations";
import { signUp } from "@/server/tenants/sign-up";
import {
  addMember,
  anEmail,
  createTenant,
  password,
  sessionOf,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

/** Whoever has an account comes back into an organisation, or starts one, with that account. */
startProgram();
startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
let tenant: TestTenant;
let person: TestMember;
beforeEach(async () => {
  tenant = await createTenant("Home");
  person = await addMember(tenant.admin.context, "author");
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

const enter = () => signIn({ email: person.email, password }, origin);

async function invitedChallenge(): Promise<string> {
  const result = await enter();
  if (result.kind !== "invited") throw new Error(`not invited but ${result.kind}`);
  return result.challenge;
}

async function roleOf(token: string) {
  const signedIn = await resolveSession(token, "r");
  return [signedIn?.context.tenantName, signedIn?.context.role];
}

/** Puts a second factor in force. Returns codes that are still unused. */
async function withSecondFactor(): Promise<(steps: number) => string> {
  await beginTwoFactor(person.userId);
  const { secret = "" } = (await pendingTwoFactor(person.userId, "x")) ?? {};
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });
  const code = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
  await confirmTwoFactor(person.userId, code(-1), { requestId: "r", address: null });
  return code;
}

describe("who is a member nowhere any more", () => {
  it.each([
    ["removed", removeMember],
    ["suspended", suspendMember],
  ] as const)("%s, and invited again, signs in and accepts", async (_how, leave) => {
    await leave(tenant.admin.context, person.userId);
    const { id } = await invite(tenant.admin.context, { email: person.email, role: "editor" });
    const challenge = await invitedChallenge();
    expect(await invitationsOfChallenge(challenge)).toMatchObject([
      { id, role: "editor", tenantName: "Home" },
    ]);
    const { token } = await joinAsInvited({ challenge, invitationId: id }, origin, "r");
    expect(await roleOf(token)).toEqual(["Home", "editor"]);
    expect(await codeOf(joinAsInvited({ challenge, invitationId: id }, origin, "r"))).toBe("link_invalid");
    expect((await enter()).kind).toBe("signed-in");
  });

  it("is invited by another organisation, and accepts there", async () => {
    const other = await createTenant("Other");
    await removeMember(tenant.admin.context, person.userId);
    const { id } = await invite(other.admin.context, { email: person.email.toUpperCase(), role: "viewer" });
    const { token } = await joinAsInvited(
      { challenge: await invitedChallenge(), invitationId: id },
      origin,
      "r",
    );
    expect(await roleOf(token)).toEqual(["Other", "viewer"]);
  });

  it("gives the code of the second factor before anything is shown", async () => {
    const code = await withSecondFactor();
    await removeMember(tenant.admin.context, person.userId);
    const { id } = await invite(tenant.admin.context, { email: person.email, role: "viewer" });
    const first = await enter();
    if (first.kind !== "code-needed") throw new Error("no code was asked for");
    expect(await invitationsOfChallenge(first.challenge)).toBeNull();
    const skipped = { challenge: first.challenge, invitationId: id };
    expect(await codeOf(joinAsInvited(skipped, origin, "r"))).toBe("link_invalid");
    const result = await continueWithCode({ challenge: first.challenge, code: code(0) }, origin, "r");
    if (result.kind !== "invited") throw new Error("not invited");
    const { token } = await joinAsInvited({ challenge: result.challenge, invitationId: id }, origin, "r");
    expect(await roleOf(token)).toEqual(["Home", "viewer"]);
  });

  it("accepts no invitation of somebody else, nor one that ended", async () => {
    await removeMember(tenant.admin.context, person.userId);
    const second = await addMember(tenant.admin.context, "admin");
    const ended = await invite(second.context, { email: person.email, role: "viewer" });
    const challenge = await invitedChallenge();
    const others = await invite(tenant.admin.context, { email: anEmail(), role: "admin" });
    const accept = (invitationId: string) => codeOf(joinAsInvited({ challenge, invitationId }, origin, "r"));
    expect(await accept(others.id)).toBe("link_invalid");
    await removeMember(tenant.admin.context, second.userId);
    expect(await accept(ended.id)).toBe("link_invalid");
  });

  it("is told so with the right password, and nothing with a wrong one", async () => {
    await removeMember(tenant.admin.context, person.userId);
    await expect(enter()).rejects.toThrow("not a member of any organisation");
    await expect(signIn({ email: person.email, password: "wrong" }, origin)).rejects.toThrow("is wrong");
  });

  it("starts an organisation by signing up with the password of the account", async () => {
    await removeMember(tenant.admin.context, person.userId);
    const wanted = { organisation: "Anew", name: "Whoever", email: person.email, password };
    const { token } = sessionOf(await signUp(wanted, origin, "r"));
    const signedIn = await resolveSession(token, "r");
    expect(signedIn?.identity).toMatchObject({ userId: person.userId, tenantName: "Anew", role: "admin" });
  });
});

describe("who is a member already", () => {
  const wanted = () => ({ organisation: "Second", name: "N", email: person.email, password });

  it("signs up a second organisation with the password, and with no other", async () => {
    expect(await codeOf(signUp({ ...wanted(), password: "seven quiet otters" }, origin, "r"))).toBe(
      "email_taken",
    );
    sessionOf(await signUp(wanted(), origin, "r"));
    const names = (await listMemberships(person.userId)).map(({ tenantName }) => tenantName);
    expect(names).toEqual(["Home", "Second"]);
  });

  it("guesses no more often in the sign-up form than on the sign-in page", async () => {
    const place = { ...origin, address: "192.0.2.77" };
    for (let count = 0; count < 11; count++) {
      await codeOf(signUp({ ...wanted(), password: "seven quiet otters" }, place, "r"));
    }
    expect(await codeOf(signUp(wanted(), place, "r"))).toBe("rate_limited");
    expect(await codeOf(signIn({ email: person.email, password }, place))).toBe("rate_limited");
  });

  it("gives the code of the second factor first", async () => {
    const code = await withSecondFactor();
    const first = await signUp(wanted(), origin, "r");
    if (first.kind !== "code-needed") throw new Error("no code was asked for");
    expect(await listMemberships(person.userId)).toHaveLength(1);
    const given = { challenge: first.challenge, code: code(0) };
    expect(await roleOf(sessionOf(await continueWithCode(given, origin, "r")).token)).toEqual([
      "Second",
      "admin",
    ]);
    expect(await codeOf(continueWithCode(given, origin, "r"))).toBe("link_invalid");
  });

  it("starts one while signed in; the old session ends, and a taken address is named", async () => {
    const signedIn = await resolveSession(person.token, "r");
    if (!signedIn) throw new Error("nobody is signed in");
    const start = (organisationSlug?: string) =>
      startOrganisation(signedIn, { organisation: "Third", organisationSlug }, person.token, origin);
    expect(await codeOf(start(tenant.slug))).toBe("slug_taken");
    const { token } = await start();
    expect(await roleOf(token)).toEqual(["Third", "admin"]);
    expect(await resolveSession(person.token, "r")).toBeNull();
    expect((await resolveSession(token, "r"))?.identity.userId).toBe(person.userId);
  });
});
