import { Secret, TOTP } from "otpauth";
import { beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "@/server/audit/service";
import { changePassword } from "@/server/auth/account";
import { changeEmail } from "@/server/auth/email-address";
import { endOtherSessions, endOwnSession } from "@/server/auth/own-sessions";
import { resetPassword } from "@/server/auth/password-reset";
import { resolveSession, sessions } from "@/server/auth/resolve-session";
import { hashToken } from "@/server/auth/tokens";
import { pendingTwoFactor } from "@/server/auth/two-factor";
import { finishSetUp, newRecoveryCodes, startSetUp, switchOff } from "@/server/auth/two-factor-settings";
import { listActivity } from "@/server/events/service";
import { asAdmin } from "../support/database";
import { addMember, createTenant, password, type TestMember, type TestTenant } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";
import { accountLink } from "../support/resources/links";

const program = startProgram();
startMail();
const trace = { requestId: "the-request-0001", address: "192.0.2.7" };
const newPassword = "seven quiet otters on ice";
let own: TestTenant;
let second: TestTenant;
let left: TestTenant;

beforeAll(async () => {
  own = await createTenant("Own");
  second = await createTenant("Second");
  left = await createTenant("Left");
});

/** A member of two organisations, who was one of a third. */
async function memberOfTwo(): Promise<TestMember> {
  const member = await addMember(own.admin.context, "author");
  await asAdmin(program.database(), async (sql) => {
    for (const [tenantId, status] of [
      [second.id, "active"],
      [left.id, "removed"],
    ] as const) {
      await sql`insert into members (tenant_id, user_id, role, name, status)
        values (${tenantId}, ${member.userId}, 'viewer', 'Mo elsewhere', ${status})`;
    }
  });
  return member;
}

async function signedIn({ token }: TestMember) {
  const found = await resolveSession(token, trace.requestId, trace.address);
  if (!found) throw new Error("nobody is signed in");
  return found;
}

async function eventsIn(tenant: TestTenant, { userId }: TestMember) {
  const { items } = await listAudit(tenant.admin.context, { limit: 100, subjectId: userId });
  return items.filter((item) => item.type.startsWith("account."));
}

async function typesIn(tenant: TestTenant, { userId }: TestMember): Promise<string[]> {
  const { items } = await listAudit(tenant.admin.context, { limit: 100, subjectId: userId });
  for (const { type, requestId, payload } of items.filter((item) => item.type.startsWith("account."))) {
    expect([type, requestId, Object.keys(payload)]).toEqual([type, trace.requestId, ["name"]]);
  }
  return items.map(({ type }) => type).filter((type) => type.startsWith("account."));
}

async function startAnother({ userId }: TestMember): Promise<string> {
  return (await sessions().create({ userId, tenantId: own.id, address: null, userAgent: null })).token;
}

/** The code of an authenticator app, `steps` away from now. */
function appCode(secret: string, steps: number): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

const link = (member: TestMember, purpose: "change_email" | "reset_password") =>
  accountLink(own, member, purpose).then(({ token = "" }) => token);

const changes: [string, (member: TestMember) => Promise<unknown>][] = [
  [
    "account.password_changed",
    async (member) =>
      changePassword(await signedIn(member), member.token, {
        currentPassword: password,
        password: newPassword,
      }),
  ],
  [
    "account.password_reset",
    async (member) =>
      resetPassword({ token: await link(member, "reset_password"), password: newPassword }, trace),
  ],
  ["account.email_changed", async (member) => changeEmail(await link(member, "change_email"), trace)],
  [
    "account.session_ended",
    async (member) => endOwnSession(member.userId, hashToken(await startAnother(member)), trace),
  ],
  [
    "account.other_sessions_ended",
    async (member) => {
      await startAnother(member);
      await endOtherSessions(member.userId, member.token, trace);
    },
  ],
];

describe("what happens to an account", () => {
  it.each(changes)(
    "%s is in the audit log of each organisation that it opens, and of no other",
    async (type, change) => {
      const member = await memberOfTwo();
      await change(member);
      expect(await typesIn(own, member)).toEqual([type]);
      expect(await typesIn(second, member)).toEqual([type]);
      expect(await typesIn(left, member)).toEqual([]);
    },
  );

  it("tells the address to the organisation that it was done in, and to no other", async () => {
    const member = await memberOfTwo();
    const { context } = await signedIn(member);
    await endOwnSession(member.userId, hashToken(await startAnother(member)), context);
    await changePassword(await signedIn(member), member.token, {
      currentPassword: password,
      password: newPassword,
    });
    const addresses = async (tenant: TestTenant) =>
      (await eventsIn(tenant, member)).map(({ address }) => address);
    expect(await addresses(own)).toEqual([trace.address, trace.address]);
    expect(await addresses(second)).toEqual([null, null]);
  });

  it("tells the address to nobody where a link from a mail did it", async () => {
    const member = await memberOfTwo();
    await resetPassword({ token: await link(member, "reset_password"), password: newPassword }, trace);
    for (const tenant of [own, second]) {
      expect((await eventsIn(tenant, member)).map(({ address }) => address)).toEqual([null]);
    }
  });

  it("is there for the second factor: on, new codes, off", async () => {
    const member = await memberOfTwo();
    const { identity } = await signedIn(member);
    await startSetUp(identity, password);
    const secret = (await pendingTwoFactor(member.userId, ""))?.secret ?? "";
    await finishSetUp(identity, { code: appCode(secret, -1), sessionToken: member.token }, trace);
    await newRecoveryCodes(identity, appCode(secret, 0), trace);
    await switchOff(identity, { currentPassword: password, code: appCode(secret, 1) }, trace);
    const types = [
      "account.two_factor_disabled",
      "account.recovery_codes_renewed",
      "account.two_factor_enabled",
    ];
    expect(await typesIn(own, member)).toEqual(types);
    expect(await typesIn(second, member)).toEqual(types);
  });

  it("is not there where nothing changed", async () => {
    const member = await memberOfTwo();
    await expect(endOwnSession(member.userId, "0".repeat(64), trace)).rejects.toThrow();
    await expect(changeEmail("a".repeat(43), trace)).rejects.toThrow();
    expect(await endOtherSessions(member.userId, member.token, trace)).toBe(0);
    expect(await typesIn(own, member)).toEqual([]);
  });

  it("is for admins: the activity that everybody sees leaves it out", async () => {
    const member = await memberOfTwo();
    await endOwnSession(member.userId, hashToken(await startAnother(member)), trace);
    const activity = await listActivity(own.viewer.context, 100);
    expect(activity.filter(({ subjectType }) => subjectType === "account")).toEqual([]);
  });
});
