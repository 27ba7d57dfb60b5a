import { beforeAll, describe, expect, it } from "vitest";
import { extendSession } from "@/db/repositories/outside-tenants/sessions";
import * as tenantRows from "@/db/repositories/tenants";
import { buildTenantContext } from "@/server/auth/build-tenant-context";
import { hashPassword, verifyPassword } from "@/server/auth/passwords";
import { resolveSession, sessions } from "@/server/auth/resolve-session";
import { signIn as beginSignIn, listMemberships, switchTenant } from "@/server/auth/sign-in";
import { hashToken } from "@/server/auth/tokens";
import { database, withTenant } from "@/server/platform/database";
import { toAppError } from "@/server/platform/to-app-error";
import { createOrganisation, signUp } from "@/server/tenants/sign-up";
import { asAdmin } from "../support/database";
import { anEmail, createTenant, password, sessionOf, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();
const origin = { address: "192.0.2.1", userAgent: "test" };
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("First");
});

/** For accounts without a second factor. */
async function signIn(...given: Parameters<typeof beginSignIn>) {
  const result = await beginSignIn(...given);
  if (result.kind !== "signed-in") throw new Error("a code is asked for");
  return result;
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => toAppError(error),
  );

describe("signing up", () => {
  it("creates user, organisation and admin, and signs in", async () => {
    const email = anEmail("Founder");
    const wanted = { organisation: "Zürich Zeit", name: "Zoe", email, password };
    const { token } = sessionOf(await signUp(wanted, origin, "r"));
    const signedIn = await resolveSession(token, "r");
    expect(signedIn?.context).toMatchObject({
      role: "admin",
      tenantName: "Zürich Zeit",
      tenantSlug: expect.stringMatching(/^zuerich-zeit-/),
    });
  });

  it("leaves nothing behind when it fails half-way", async () => {
    const count = () =>
      asAdmin(
        program.database(),
        (sql) =>
          sql`select (select count(*) from users) u, (select count(*) from tenants) t, (select count(*) from members) m, (select count(*) from events) e`,
      );
    const before = await count();
    const taken = { organisation: "Twice", name: "T", email: tenant.admin.email, password };
    expect(await refusal(createOrganisation(taken, "r"))).toMatchObject({
      code: "email_taken",
      details: [{ path: "email" }],
    });
    const slugTaken = { ...taken, email: anEmail(), organisationSlug: tenant.slug };
    expect(await refusal(createOrganisation(slugTaken, "r"))).toMatchObject({
      code: "slug_taken",
      details: [{ path: "organisationSlug" }],
    });
    expect(await count()).toEqual(before);
  });

  it("lets one of two with the same address win", async () => {
    const email = anEmail();
    const attempt = (name: string) =>
      createOrganisation({ organisation: name, name: "N", email, password }, "r");
    const results = await Promise.allSettled([attempt("A"), attempt("B"), attempt("C")]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });
});

describe("signing in", () => {
  it("takes the address in any case", async () => {
    expect((await signIn({ email: tenant.admin.email.toUpperCase(), password }, origin)).token).toBeTruthy();
  });

  it("says the same to a wrong password and to an unknown address", async () => {
    const wrong = await refusal(signIn({ email: tenant.admin.email, password: "wrong" }, origin));
    const unknown = await refusal(signIn({ email: anEmail("nobody"), password: "wrong" }, origin));
    expect(wrong).toMatchObject({ code: "invalid_credentials" });
    expect(String(wrong)).toBe(String(unknown));
  });

  it("hashes with argon2id, 19 MiB and two passes, each time differently", async () => {
    const [a, b] = await Promise.all([hashPassword("x"), hashPassword("x")]);
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(a).not.toBe(b);
    expect([
      await verifyPassword(a, "x"),
      await verifyPassword(a, "X"),
      await verifyPassword(undefined, "x"),
    ]).toEqual([true, false, false]);
  });
});

describe("people in several organisations", () => {
  it("switch with a new token; the old one ends", async () => {
    const second = await createTenant("Second");
    const { admin } = tenant;
    const guest = buildTenantContext({ ...second.admin.context, userId: admin.userId, role: "viewer" });
    await withTenant(second.admin.context, (tx) =>
      tenantRows.insertMember(tx, {
        tenantId: guest.tenantId,
        userId: admin.userId,
        role: "viewer",
        name: "Ada",
      }),
    );
    expect((await listMemberships(admin.userId)).map((membership) => membership.tenantName)).toEqual([
      "First",
      "Second",
    ]);
    const { token } = await signIn({ email: admin.email, password }, origin);
    const switched = await switchTenant(token, admin.userId, second.id, origin);
    expect(await resolveSession(token, "r")).toBeNull();
    expect((await resolveSession(switched.token, "r"))?.context).toMatchObject({
      tenantId: second.id,
      role: "viewer",
    });
  });

  it("can't switch to where they are no member", async () => {
    const stranger = await createTenant("Stranger");
    const { token } = await signIn({ email: tenant.editor.email, password }, origin);
    const attempt = await refusal(switchTenant(token, tenant.editor.userId, stranger.id, origin));
    expect(attempt).toMatchObject({ code: "organisation_not_found" });
    expect(await resolveSession(token, "r")).not.toBeNull();
  });
});

describe("sessions at rest", () => {
  it("hold the hash of the token and nothing that leads back to it", async () => {
    const rows = await asAdmin(program.database(), (sql) => sql`select sessions::text as row from sessions`);
    const all = rows.map((row) => row.row).join("\n");
    expect(all).toContain(hashToken(tenant.admin.token));
    expect(all).not.toContain(tenant.admin.token);
  });

  it("end at their absolute time, however much they are used", async () => {
    const { token } = await sessions().create({
      userId: tenant.admin.userId,
      tenantId: tenant.id,
      ...origin,
    });
    await asAdmin(
      program.database(),
      (sql) =>
        sql`update sessions set absolute_expires_at = now() + interval '1 second' where id = ${hashToken(token)}`,
    );
    await extendSession(database(), hashToken(token), new Date(Date.now() + 86_400_000));
    expect(await resolveSession(token, "r")).not.toBeNull();
    await asAdmin(
      program.database(),
      (sql) => sql`update sessions set absolute_expires_at = now() where id = ${hashToken(token)}`,
    );
    expect(await resolveSession(token, "r")).toBeNull();
  });
});
