import { describe, expect, it } from "vitest";
import { resolveSession } from "@/server/auth/resolve-session";
import { deliveriesSettled } from "@/server/mail/deliver";
import { toAppError } from "@/server/platform/to-app-error";
import { createOrganisation } from "@/server/tenants/sign-up";
import {
  belongsToAccount,
  finishSignUp,
  organisationOfLink,
  requestSignUp,
} from "@/server/tenants/verified-sign-up";
import { asAdmin } from "../support/database";
import { anEmail, password, sessionOf } from "../support/factories";
import { linkIn, startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

const program = startProgram({ SIGN_UP: "verified" });
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const signUp = (email: string, organisation = "Slow Press") => ({
  organisation,
  name: "Sol",
  email,
  password,
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => toAppError(error).code,
  );

async function linkTo(email: string): Promise<string> {
  await requestSignUp(signUp(email));
  await deliveriesSettled();
  return linkIn(await mail.server().waitFor(email)).token;
}

const usersOf = async (email: string) => {
  const [row] = await asAdmin(
    program.database(),
    (sql) => sql`select count(*)::int as count from users where email_normalised = ${email}`,
  );
  return row?.count;
};

describe("signing up where the address is verified first", () => {
  it("makes account and organisation when the link is opened and the password given", async () => {
    const email = anEmail("slow");
    const token = await linkTo(email);
    expect(await usersOf(email)).toBe(0);
    expect(await organisationOfLink(token)).toBe("Slow Press");
    const started = sessionOf(await finishSignUp({ token, password }, origin, "r"));
    const signedIn = await resolveSession(started.token, "r");
    expect(signedIn?.identity).toMatchObject({ userEmail: email, emailVerified: true, role: "admin" });
    expect(await codeOf(finishSignUp({ token, password }, origin, "r"))).toBe("link_invalid");
  });

  it("doesn't let the owner of an address finish what somebody else began", async () => {
    const token = await linkTo(anEmail("victim"));
    expect(await codeOf(finishSignUp({ token, password: "the victim's guess" }, origin, "r"))).toBe(
      "invalid_credentials",
    );
    expect(await organisationOfLink(token)).toBe("Slow Press");
  });

  it("tells the owner of a known address by mail, and nobody else", async () => {
    const email = anEmail("known");
    await createOrganisation(signUp(email), "r");
    expect(await requestSignUp(signUp(email))).toEqual(await requestSignUp(signUp(anEmail("unknown"))));
    const received = await mail.server().waitFor(email);
    expect(received.subject).toBe("You already have an account");
    expect(received.text).toContain("/forgot-password");
    expect(await usersOf(email)).toBe(1);
  });

  it("founds one organisation, however many finish at the same moment", async () => {
    const email = anEmail("slow");
    const token = await linkTo(email);
    const codes = await Promise.all(
      Array.from({ length: 8 }, () => codeOf(finishSignUp({ token, password }, origin, "r"))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(await usersOf(email)).toBe(1);
  });

  it("refuses an address that got an account in the meantime, an expired link, and a taken slug", async () => {
    const [taken, expired] = [anEmail("slow"), anEmail("slow")];
    const takenToken = await linkTo(taken);
    const { tenantSlug } = await createOrganisation(signUp(taken), "r");
    expect(await codeOf(finishSignUp({ token: takenToken, password }, origin, "r"))).toBe("email_taken");
    const token = await linkTo(expired);
    await asAdmin(program.database(), (sql) => sql`update account_tokens set expires_at = now()`);
    expect(await codeOf(finishSignUp({ token, password }, origin, "r"))).toBe("link_invalid");
    const withSlug = requestSignUp({ ...signUp(anEmail()), organisationSlug: tenantSlug });
    expect(await codeOf(withSlug)).toBe("slug_taken");
  });

  it("keeps neither password nor link in the database", async () => {
    const token = await linkTo(anEmail("slow"));
    const rows = await asAdmin(
      program.database(),
      (sql) =>
        sql`select account_tokens::text as row from account_tokens union all select mails::text from mails`,
    );
    const all = rows.map((row) => row.row).join("\n");
    for (const secret of [token, password, "argon2id"]) expect(all).not.toContain(secret);
  });
});

describe("signing up with an account, where addresses are verified first", () => {
  it("starts the organisation with the account's own password", async () => {
    const email = anEmail("known");
    await createOrganisation(signUp(email, "First"), "r");
    await requestSignUp({ ...signUp(email, "Second"), password: "chosen by somebody" });
    await deliveriesSettled();
    const { token } = linkIn(await mail.server().waitFor(email));
    expect(await belongsToAccount(token)).toBe(true);
    expect(await codeOf(finishSignUp({ token, password: "chosen by somebody" }, origin, "r"))).toBe(
      "invalid_credentials",
    );
    const started = sessionOf(await finishSignUp({ token, password }, origin, "r"));
    const signedIn = await resolveSession(started.token, "r");
    expect(signedIn?.identity).toMatchObject({ userEmail: email, tenantName: "Second", role: "admin" });
    expect(await usersOf(email)).toBe(1);
    expect(await codeOf(finishSignUp({ token, password }, origin, "r"))).toBe("link_invalid");
  });
});
