import { Secret, TOTP } from "otpauth";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { resolveSession, type SignedIn } from "@/server/auth/resolve-session";
import { isChallengeOpen, signIn, signInWithCode } from "@/server/auth/sign-in";
import { pendingTwoFactor, twoFactorState } from "@/server/auth/two-factor";
import { finishSetUp, newRecoveryCodes, startSetUp, switchOff } from "@/server/auth/two-factor-settings";
import { toAppError } from "@/server/platform/to-app-error";
import { asAdmin } from "../support/database";
import {
  addMember,
  createTenant,
  password,
  sessionOf,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

const trace = { requestId: "test-request", address: "192.0.2.1" };
const program = startProgram();
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const stepMs = 30_000;
let tenant: TestTenant;
let member: TestMember;
beforeAll(async () => {
  tenant = await createTenant();
});
beforeEach(async () => {
  member = await addMember(tenant.admin.context, "author");
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

async function signedIn(token = member.token): Promise<SignedIn> {
  const found = await resolveSession(token, "r");
  if (!found) throw new Error("nobody is signed in");
  return found;
}

/** What an authenticator app shows, `steps` away from now. */
function appCode(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + steps * stepMs });
}

/** Switched on with the code of the step before this one, so that those of now and later are still unused. */
async function switchedOn(): Promise<{ secret: string; recovery: string[] }> {
  const { identity } = await signedIn();
  await startSetUp(identity, password);
  const secret = (await pendingTwoFactor(identity.userId, identity.userEmail))?.secret ?? "";
  const code = appCode(secret, -1);
  return { secret, recovery: await finishSetUp(identity, { code, sessionToken: member.token }, trace) };
}

async function challenge(): Promise<string> {
  const result = await signIn({ email: member.email, password }, origin);
  if (result.kind !== "code-needed") throw new Error("no code was asked for");
  return result.challenge;
}

const withCode = async (code: string, given?: string) =>
  signInWithCode({ challenge: given ?? (await challenge()), code }, origin);

describe("setting up", () => {
  it("needs the password and a code; then ten recovery codes are shown once", async () => {
    const { identity } = await signedIn();
    expect(await codeOf(startSetUp(identity, "wrong"))).toBe("invalid_credentials");
    const { recovery } = await switchedOn();
    expect(recovery).toHaveLength(10);
    for (const code of recovery) expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    expect(new Set(recovery).size).toBe(10);
    expect(await twoFactorState(member.userId)).toEqual({ isOn: true, recoveryLeft: 10 });
    expect(await pendingTwoFactor(member.userId, "x")).toBeNull();
    expect((await mail.server().waitFor(member.email)).subject).toBe("Two-factor sign-in is on");
  });

  it("shows an address that apps understand", async () => {
    const { identity } = await signedIn();
    await startSetUp(identity, password);
    const setUp = await pendingTwoFactor(identity.userId, "ada@example.org");
    expect(setUp?.uri).toMatch(/^otpauth:\/\/totp\/Masthead:ada%40example\.org\?/);
    expect(setUp?.uri).toContain(`secret=${setUp?.secret}`);
    expect(setUp?.secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it("is in force only once it is confirmed, and ends sessions that were started without it", async () => {
    const { identity } = await signedIn();
    await startSetUp(identity, password);
    const before = await signIn({ email: member.email, password }, origin);
    expect(before.kind).toBe("signed-in");
    await switchedOn();
    expect(await resolveSession(member.token, "r")).not.toBeNull();
    expect(before.kind === "signed-in" && (await resolveSession(before.token, "r"))).toBeNull();
    expect(await codeOf(startSetUp(identity, password))).toBe("two_factor_state");
  });

  it("keeps secret and codes encrypted or hashed", async () => {
    const { secret, recovery } = await switchedOn();
    const rows = await asAdmin(
      program.database(),
      (sql) =>
        sql`select two_factor::text as row from two_factor union all select recovery_codes::text from recovery_codes`,
    );
    const all = rows.map((row) => row.row).join("\n");
    for (const plain of [secret, ...recovery, ...recovery.map((code) => code.replaceAll("-", ""))]) {
      expect(all).not.toContain(plain);
    }
  });

  it("binds the secret to its user: another's row is of no use", async () => {
    await switchedOn();
    const thief = await addMember(tenant.admin.context, "author");
    await asAdmin(
      program.database(),
      (sql) => sql`insert into two_factor (user_id, secret, confirmed_at)
        select ${thief.userId}, secret, now() from two_factor where user_id = ${member.userId}`,
    );
    const result = await signIn({ email: thief.email, password }, origin);
    const attempt = signInWithCode(
      { challenge: result.kind === "code-needed" ? result.challenge : "", code: "123456" },
      origin,
    );
    expect(await codeOf(attempt)).toBe("internal_error");
  });
});

describe("signing in with a second factor", () => {
  it("gives no session before the code, and one after it", async () => {
    const { secret } = await switchedOn();
    const open = await challenge();
    expect(await resolveSession(open, "r")).toBeNull();
    expect(await isChallengeOpen(open)).toBe(true);
    const started = sessionOf(await withCode(appCode(secret), open));
    expect((await signedIn(started.token)).identity.userId).toBe(member.userId);
    expect(await isChallengeOpen(open)).toBe(false);
  });

  it("takes codes of the step before and after, in any spacing, and no others", async () => {
    const { secret } = await switchedOn();
    expect(await codeOf(withCode(appCode(secret, -3)))).toBe("invalid_credentials");
    expect(await codeOf(withCode(appCode(secret, 3)))).toBe("invalid_credentials");
    expect(await codeOf(withCode(`${appCode(secret).slice(0, 3)} ${appCode(secret).slice(3)}`))).toBe("ok");
    expect(await codeOf(withCode(appCode(secret, 1)))).toBe("ok");
  });

  it("takes no code twice, nor one from before the last", async () => {
    const { secret } = await switchedOn();
    expect(await codeOf(withCode(appCode(secret, 1)))).toBe("ok");
    expect(await codeOf(withCode(appCode(secret, 1)))).toBe("invalid_credentials");
    expect(await codeOf(withCode(appCode(secret)))).toBe("invalid_credentials");
  });

  it("takes one code for one of many at the same moment", async () => {
    const { secret } = await switchedOn();
    const challenges = await Promise.all(Array.from({ length: 4 }, challenge));
    const codes = await Promise.all(challenges.map((one) => codeOf(withCode(appCode(secret), one))));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  });

  it("takes one challenge once, also with two good codes at the same moment", async () => {
    const { recovery } = await switchedOn();
    const open = await challenge();
    const codes = await Promise.all(recovery.slice(0, 4).map((code) => codeOf(withCode(code, open))));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  });

  it("takes each recovery code once, in any case", async () => {
    const { recovery } = await switchedOn();
    const code = recovery[0] ?? "";
    expect(await codeOf(withCode(code.toUpperCase().replaceAll("-", " ")))).toBe("ok");
    expect(await codeOf(withCode(code))).toBe("invalid_credentials");
    expect((await twoFactorState(member.userId)).recoveryLeft).toBe(9);
  });

  it("refuses a challenge that is too old, made up, or a link for something else", async () => {
    const { secret } = await switchedOn();
    const open = await challenge();
    await asAdmin(
      program.database(),
      (sql) => sql`update account_tokens set expires_at = now() where user_id = ${member.userId}`,
    );
    for (const one of [open, "", "a".repeat(43)]) {
      expect(await codeOf(signInWithCode({ challenge: one, code: appCode(secret) }, origin))).toBe(
        "link_invalid",
      );
    }
  });

  it("makes whoever guesses wait after five wrong codes, whatever the challenge", async () => {
    const { secret } = await switchedOn();
    const wrong = appCode(secret) === "000000" ? "000001" : "000000";
    for (let count = 0; count < 5; count++) {
      expect(await codeOf(withCode(wrong))).toBe("invalid_credentials");
    }
    const refusal = await withCode(appCode(secret)).catch((error: unknown) => toAppError(error));
    expect(refusal).toMatchObject({ code: "rate_limited", retryAfterSeconds: expect.any(Number) });
  });
});

describe("afterwards", () => {
  it("new recovery codes replace the old ones, for a code", async () => {
    const { secret, recovery } = await switchedOn();
    const { identity } = await signedIn();
    expect(await codeOf(newRecoveryCodes(identity, "000000", trace))).toBe("invalid_credentials");
    const renewed = await newRecoveryCodes(identity, appCode(secret), trace);
    expect(renewed).toHaveLength(10);
    expect(await codeOf(withCode(recovery[0] ?? ""))).toBe("invalid_credentials");
    expect(await codeOf(withCode(renewed[0] ?? ""))).toBe("ok");
  });

  it("it is switched off with password and code, and the password alone signs in again", async () => {
    const { secret } = await switchedOn();
    const { identity } = await signedIn();
    const off = (currentPassword: string, code: string) =>
      codeOf(switchOff(identity, { currentPassword, code }, trace));
    expect(await off("wrong", appCode(secret))).toBe("invalid_credentials");
    expect(await off(password, "000000")).toBe("invalid_credentials");
    expect(await off(password, appCode(secret))).toBe("ok");
    expect(await off(password, appCode(secret, 1))).toBe("two_factor_state");
    expect((await signIn({ email: member.email, password }, origin)).kind).toBe("signed-in");
    await mail.server().waitFor(member.email, /is off/);
  });
});

it("follows RFC 6238: its test vectors for SHA-1", () => {
  vi.useFakeTimers();
  const secret = new Secret({
    buffer: new TextEncoder().encode("12345678901234567890").buffer as ArrayBuffer,
  });
  const vectors: [number, string][] = [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ];
  for (const [seconds, code] of vectors) {
    vi.setSystemTime(seconds * 1000);
    expect(appCode(secret.base32)).toBe(code);
  }
  vi.useRealTimers();
});
