import { beforeAll, describe, expect, it } from "vitest";
import { endOtherSessions, endOwnSession, listOwnSessions } from "@/server/auth/own-sessions";
import { resolveSession, sessions } from "@/server/auth/resolve-session";
import { hashToken } from "@/server/auth/tokens";
import { toAppError } from "@/server/platform/to-app-error";
import { asAdmin } from "../support/database";
import { addMember, createTenant, type TestMember, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const trace = { requestId: "test-request", address: "192.0.2.1" };
const program = startProgram();
let tenant: TestTenant;
let member: TestMember;
beforeAll(async () => {
  tenant = await createTenant("The Press");
  member = await addMember(tenant.admin.context, "author");
});

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

const start = async () =>
  (
    await sessions().create({
      userId: member.userId,
      tenantId: tenant.id,
      address: "2001:db8::7",
      userAgent: firefox,
    })
  ).token;

const lastSeen = async (token: string): Promise<Date> => {
  const rows = await asAdmin(
    program.database(),
    (sql) => sql`select last_seen_at from sessions where id = ${hashToken(token)}`,
  );
  return rows[0]?.last_seen_at;
};

describe("one's own sessions", () => {
  it("are listed with device, address and organisation, the current one first, and without their tokens", async () => {
    const token = await start();
    const found = await listOwnSessions(member.userId, member.token);
    expect(found[0]).toMatchObject({ isCurrent: true, device: "Unknown device" });
    expect(found.find((one) => one.id === hashToken(token))).toMatchObject({
      device: "Firefox on Linux",
      address: "2001:db8::7",
      organisation: "The Press",
      isCurrent: false,
    });
    expect(JSON.stringify(found)).not.toContain(token);
  });

  it("can be ended one by one, and by nobody else", async () => {
    const token = await start();
    const attempt = await endOwnSession(tenant.editor.userId, hashToken(token), trace).catch(
      (error: unknown) => toAppError(error),
    );
    expect(attempt).toMatchObject({ code: "session_not_found" });
    expect(await resolveSession(token, "r")).not.toBeNull();
    await endOwnSession(member.userId, hashToken(token), trace);
    expect(await resolveSession(token, "r")).toBeNull();
  });

  it("can be ended all at once but the current one; nobody else's end", async () => {
    await endOtherSessions(member.userId, member.token, trace);
    const others = [await start(), await start()];
    expect(await endOtherSessions(member.userId, member.token, trace)).toBe(2);
    for (const token of others) expect(await resolveSession(token, "r")).toBeNull();
    expect(await resolveSession(member.token, "r")).not.toBeNull();
    expect(await resolveSession(tenant.editor.token, "r")).not.toBeNull();
  });

  it("note their last use, at most once in five minutes", async () => {
    const token = await start();
    const set = (ago: string) =>
      asAdmin(
        program.database(),
        (sql) =>
          sql`update sessions set last_seen_at = now() - ${ago}::interval where id = ${hashToken(token)}`,
      );
    await set("4 minutes");
    const before = await lastSeen(token);
    await resolveSession(token, "r");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await lastSeen(token)).toEqual(before);
    await set("6 minutes");
    await resolveSession(token, "r");
    await expect.poll(async () => Date.now() - (await lastSeen(token)).getTime()).toBeLessThan(60_000);
  });
});
