import { beforeAll, describe, expect, it } from "vitest";
import { attemptLimits, beginAttempt } from "@/server/auth/attempt-limits";
import { requestPasswordReset, resetPassword } from "@/server/auth/password-reset";
import { signIn } from "@/server/auth/sign-in";
import { BackOff } from "@/server/limits/back-off";
import { deliveriesSettled } from "@/server/mail/deliver";
import { errorResponse } from "@/server/pipeline/responses";
import type { AppError } from "@/server/platform/errors";
import { openRedis, type Redis, redis } from "@/server/platform/redis";
import { toAppError } from "@/server/platform/to-app-error";
import { addMember, anEmail, createTenant, password, type TestTenant } from "../support/factories";
import { linkIn, startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

startProgram();
const trace = { requestId: "test-request", address: "192.0.2.1" };
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const policy = { name: "test", freeMax: 10, localFreeMax: 3 };
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok" as const,
    (error: unknown) => toAppError(error),
  );

const failTimes = async (email: string, times: number) => {
  for (let count = 0; count < times; count++) {
    expect(await refusal(signIn({ email, password: "wrong" }, origin))).toMatchObject({
      code: "invalid_credentials",
    });
  }
};

/** As if the wait were over: what Redis forgets by itself. */
async function passWait(back: Redis, key: string): Promise<void> {
  await back.eval("redis.call('del', KEYS[1]) return 0", [`back-off:{test:${key}}:block`], []);
}

describe("failures to sign in", () => {
  it("make the account wait after ten, also with the right password, in whatever spelling of the address", async () => {
    const { email } = await addMember(tenant.admin.context, "author");
    await failTimes(email, 10);
    const refused = await refusal(signIn({ email: email.toUpperCase(), password }, origin));
    expect(refused).toMatchObject({ code: "rate_limited", retryAfterSeconds: 60 });
    const answer = errorResponse(refused as AppError, "r", null);
    expect(answer.status).toBe(429);
    expect(answer.headers["Retry-After"]).toBe("60");
  });

  it("count the same for an address without an account", async () => {
    const email = anEmail("nobody");
    await failTimes(email, 10);
    expect(await refusal(signIn({ email, password }, origin))).toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: 60,
    });
  });

  it("are forgiven by signing in", async () => {
    const { email } = await addMember(tenant.admin.context, "author");
    for (let round = 0; round < 3; round++) {
      await failTimes(email, 9);
      expect(await refusal(signIn({ email, password }, origin))).toBe("ok");
    }
  });

  it("concern one account and not the others", async () => {
    const [a, b] = [
      await addMember(tenant.admin.context, "author"),
      await addMember(tenant.admin.context, "author"),
    ];
    await failTimes(a.email, 10);
    expect(await refusal(signIn({ email: b.email, password }, origin))).toBe("ok");
  });

  it("sent all at once get no more looks than the free ones", async () => {
    const { email } = await addMember(tenant.admin.context, "author");
    const attempts = Array.from({ length: 60 }, () => refusal(signIn({ email, password: "wrong" }, origin)));
    const codes = (await Promise.all(attempts)).map((one) => (one === "ok" ? one : one.code));
    expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(10);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(50);
  });

  it("don't keep out the owner, who can choose a new password", async () => {
    const { email } = await addMember(tenant.admin.context, "author");
    await failTimes(email, 10);
    await requestPasswordReset(email);
    await deliveriesSettled();
    const { token } = linkIn(await mail.server().waitFor(email));
    await resetPassword({ token, password: "seven quiet otters on ice" }, trace);
    expect(await refusal(signIn({ email, password: "seven quiet otters on ice" }, origin))).toBe("ok");
  });
});

describe("back-off", () => {
  it("grows from one minute to fifteen", async () => {
    const backOff = new BackOff(redis());
    const key = anEmail();
    const waits: number[] = [];
    for (let count = 1; count < 10; count++) expect(await backOff.attempt(policy, key)).toBe(0);
    for (let round = 0; round < 7; round++) {
      expect(await backOff.attempt(policy, key)).toBe(0);
      waits.push(await backOff.attempt(policy, key));
      await passWait(redis(), key);
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900]);
    await backOff.clear(policy, key);
    for (let count = 1; count < 10; count++) expect(await backOff.attempt(policy, key)).toBe(0);
  });

  it("tells how many minutes", async () => {
    const subject = anEmail();
    for (let count = 0; count < 5; count++) await beginAttempt(attemptLimits.code, subject);
    await expect(beginAttempt(attemptLimits.code, subject)).rejects.toThrow("Please try again in a minute.");
  });

  it("is kept in Redis for all processes", async () => {
    const key = anEmail();
    const [here, there] = [new BackOff(redis()), new BackOff(redis())];
    for (let count = 0; count < 10; count++) await (count % 2 ? here : there).attempt(policy, key);
    expect(await here.attempt(policy, key)).toBeGreaterThan(0);
    expect(await there.attempt(policy, key)).toBeGreaterThan(0);
  });
});

describe("back-off while Redis is away", () => {
  it("is kept by this process, and stricter", async () => {
    const away = openRedis({ kind: "tcp", url: "redis://127.0.0.1:1" });
    const backOff = new BackOff(away);
    const key = anEmail();
    for (let count = 0; count < 3; count++) expect(await backOff.attempt(policy, key)).toBe(0);
    expect(await backOff.attempt(policy, key)).toBe(60);
    await backOff.clear(policy, key);
    expect(await backOff.attempt(policy, key)).toBe(0);
    await away.close();
  });
});
