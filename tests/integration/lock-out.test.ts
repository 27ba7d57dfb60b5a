import { beforeAll, describe, expect, it } from "vitest";
import { changePassword } from "@/server/auth/account";
import { normaliseEmail } from "@/server/auth/email";
import { knownDevice, rememberDevice } from "@/server/auth/known-devices";
import { requestPasswordReset } from "@/server/auth/password-reset";
import { resolveSession } from "@/server/auth/resolve-session";
import { signIn } from "@/server/auth/sign-in";
import { takeDaily } from "@/server/limits/daily-limits";
import { deliveriesSettled } from "@/server/mail/deliver";
import { toAppError } from "@/server/platform/to-app-error";
import { requestSignUp } from "@/server/tenants/verified-sign-up";
import { addMember, anEmail, createTenant, password, type TestTenant } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

/** Nobody keeps somebody else out, or silences their mails, by knowing an address. */
startProgram();
const mail = startMail();
const from = (address: string, devices?: string) => ({ address, userAgent: "test", devices });
const attacker = from("198.51.100.1");
const owner = from("192.0.2.1");
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

const someone = () => addMember(tenant.admin.context, "author");

/** Wrong passwords until the place is blocked. */
async function block(email: string, place: ReturnType<typeof from>): Promise<void> {
  for (let count = 0; count < 11; count++) await codeOf(signIn({ email, password: "wrong" }, place));
  expect(await codeOf(signIn({ email, password }, place))).toBe("rate_limited");
}

/** Wrong passwords from so many places that the account is blocked for whoever isn't known. */
async function blockEverywhere(email: string): Promise<void> {
  for (let place = 0; place < 11; place++) {
    const attempts = Array.from({ length: 10 }, () =>
      codeOf(signIn({ email, password: "wrong" }, from(`203.0.113.${place}`))),
    );
    await Promise.all(attempts);
  }
  expect(await codeOf(signIn({ email, password }, from("203.0.113.99")))).toBe("rate_limited");
}

describe("wrong passwords of a stranger", () => {
  it("block the stranger's place and not the owner's", async () => {
    const { email } = await someone();
    await block(email, attacker);
    expect(await codeOf(signIn({ email, password }, owner))).toBe("ok");
  });

  it("count by group of addresses", async () => {
    const { email } = await someone();
    const near = (last: number) => ({ ...from(`2001:db8::${last}`), addressGroup: "2001:db8:0:0::/64" });
    for (let last = 1; last <= 10; last++)
      expect(await codeOf(signIn({ email, password: "wrong" }, near(last)))).toBe("invalid_credentials");
    expect(await codeOf(signIn({ email, password }, near(11)))).toBe("rate_limited");
    expect(await codeOf(signIn({ email, password }, owner))).toBe("ok");
  });

  it("from everywhere don't hold up a browser that signed in before", async () => {
    const { email } = await someone();
    const devices = rememberDevice(undefined, normaliseEmail(email));
    await blockEverywhere(email);
    expect(await codeOf(signIn({ email, password }, from("203.0.113.99", "made up")))).toBe("rate_limited");
    const ofAnother = rememberDevice(undefined, anEmail());
    expect(await codeOf(signIn({ email, password }, from("203.0.113.99", ofAnother)))).toBe("rate_limited");
    expect(await codeOf(signIn({ email, password }, from("203.0.113.99", devices)))).toBe("ok");
  }, 60_000);

  it("are no more from a known browser than from another place", async () => {
    const { email } = await someone();
    const devices = rememberDevice(undefined, normaliseEmail(email));
    await block(email, from("198.51.100.7", devices));
  });

  it("don't keep the owner from changing the password in their own session", async () => {
    const member = await someone();
    await block(member.email, attacker);
    await block(member.email, owner);
    const signedIn = await resolveSession(member.token, "r");
    if (!signedIn) throw new Error("nobody is signed in");
    const change = { currentPassword: password, password: "seven quiet otters on ice" };
    expect(await codeOf(changePassword(signedIn, member.token, change))).toBe("ok");
  });
});

describe("a known browser", () => {
  it("is known for several accounts, and for none after its cookie was changed", () => {
    const [a, b] = [anEmail(), anEmail()];
    const cookie = rememberDevice(rememberDevice(undefined, a), b);
    expect(knownDevice(cookie, a)).not.toBeNull();
    expect(knownDevice(cookie, b)).not.toBe(knownDevice(cookie, a));
    // In the middle: the last letter of base64 carries bits that mean nothing.
    const middle = Math.floor(cookie.length / 2);
    const other = cookie[middle] === "A" ? "B" : "A";
    expect(knownDevice(`${cookie.slice(0, middle)}${other}${cookie.slice(middle + 1)}`, a)).toBeNull();
    expect(knownDevice(cookie, anEmail())).toBeNull();
    for (const made of ["", "1.", "x", "1.AAAA", "2.AAAA"]) expect(knownDevice(made, a)).toBeNull();
    expect(cookie).not.toContain(a);
  });
});

describe("mails that a stranger asks for", () => {
  it("of one kind leave the other kind alone", async () => {
    const { email } = await someone();
    const signUp = { organisation: "O", name: "N", email, password: "some other password" };
    for (let count = 0; count < 8; count++) await requestSignUp(signUp, owner);
    await requestPasswordReset(email, owner);
    await deliveriesSettled();
    expect((await mail.server().waitFor(email, /new password/)).text).toContain("/reset-password/");
    expect(mail.server().received.filter(({ to }) => to === email)).toHaveLength(6);
  });

  it("from one place leave the owner's reset alone", async () => {
    const { email } = await someone();
    for (let count = 0; count < 8; count++) await requestPasswordReset(email, attacker);
    await deliveriesSettled();
    const before = mail.server().received.filter(({ to }) => to === email).length;
    expect(before).toBe(5);
    await requestPasswordReset(email, owner);
    await deliveriesSettled();
    expect(mail.server().received.filter(({ to }) => to === email)).toHaveLength(before + 1);
  });
});

describe("what is bounded by the day", () => {
  it("ends with the seconds to wait", async () => {
    const key = anEmail();
    for (let count = 0; count < 3; count++) await takeDaily("test", 3, key);
    await expect(takeDaily("test", 3, key)).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: expect.any(Number),
    });
    await takeDaily("test", 3, anEmail());
  });

  it("holds for sign-ups from one place, whatever the address", async () => {
    const place = from("198.51.100.50");
    const ask = () =>
      codeOf(requestSignUp({ organisation: "O", name: "N", email: anEmail(), password }, place));
    const codes = [];
    for (let count = 0; count < 52; count++) codes.push(await ask());
    expect(codes.filter((code) => code === "ok")).toHaveLength(50);
    expect(codes.at(-1)).toBe("rate_limited");
    await deliveriesSettled();
  });
});
