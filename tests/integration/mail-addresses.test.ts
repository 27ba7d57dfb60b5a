import { beforeAll, describe, expect, it } from "vitest";
import { emailAddress, normaliseEmail } from "@/server/auth/email";
import { signIn } from "@/server/auth/sign-in";
import { deliveriesSettled } from "@/server/mail/deliver";
import { toAppError } from "@/server/platform/to-app-error";
import { createOrganisation } from "@/server/tenants/sign-up";
import { callJson } from "../support/api";
import { createTenant, password, type TestTenant } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

startProgram();
const mail = startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const invite = (email: string) =>
  callJson("POST", "/api/v1/invitations", {
    key: tenant.secretKeys.admin,
    body: { email, role: "viewer" },
  });

describe("a mail address", () => {
  it.each([
    "smith&daughters@example.org",
    "a/b=c!d#e$f%g{h}|i~@example.org",
    "o'hara@example.org",
    "müller.jörn@example.org",
    "редакция@example.org",
    "olga@газета.рф",
    "post@straße.example",
    "post@xn--nxasmq6b.xn--j6w193g",
    "編集@雑誌。例え",
  ])("%s is taken, and its mail goes out", async (email) => {
    const made = await invite(email);
    expect([made.status, made.body.data?.email]).toEqual([201, email]);
    await deliveriesSettled();
    // Mail servers show a domain in either form.
    expect(mail.server().received.map(({ to }) => normaliseEmail(to))).toContain(normaliseEmail(email));
  });

  it.each([
    "nobody",
    "@example.org",
    "a@",
    "a@localhost",
    "a@127.0.0.1",
    "a@0x7f.1",
    "a@[::1]",
    "a b@example.org",
    "a@b@example.org",
    '"a"@example.org',
    "<a@example.org>",
    "a,b@example.org",
    "a@example.org:25",
    "a@example.org/x.example",
    "a@example.org?x.example",
    "a@exa%6dple.org",
    "a@exa\u00admple.org",
    "a@-example.org",
    "a@example..org",
    "a\u200bb@example.org",
    "a\u202eb@example.org",
    `a@${"x".repeat(64)}.example`,
    `${"ü".repeat(130)}@example.org`,
  ])("can't be %s", async (email) => {
    const refused = await invite(email);
    expect([refused.status, refused.body.details?.[0].path]).toEqual([400, "email"]);
  });

  it.each([
    ["Info@Bücher.example", "info@xn--bcher-kva.example"],
    ["JÖRG@example.org", "jo\u0308rg@EXAMPLE.org"],
    ["a@例え。テスト", "a@xn--r8jz45g.xn--zckzah"],
    ["a@ｅxample.org", "a@example.org"],
  ])("%s is that of %s", (one, other) => {
    expect(normaliseEmail(one)).toBe(normaliseEmail(other));
    for (const spelling of [one, other]) {
      expect(normaliseEmail(normaliseEmail(spelling))).toBe(normaliseEmail(spelling));
      expect(emailAddress.safeParse(spelling).success).toBe(true);
    }
  });

  it("has one account, whatever form it is typed in", async () => {
    const founder = { organisation: "O", name: "N", email: "Sol@Sómewhere.example", password };
    await createOrganisation(founder, "r");
    const again = createOrganisation({ ...founder, email: "sol@xn--smewhere-v3a.example" }, "r");
    expect(await again.catch((error: unknown) => toAppError(error).code)).toBe("email_taken");
    const started = await signIn({ email: "sol@xn--smewhere-v3a.example", password }, origin);
    expect(started.kind).toBe("signed-in");
  });

  it("stays what it was where it was plain before", () => {
    for (const plain of ["ada@example.org", "a.b+c_d-e@mail.example.co", "x@xn--bcher-kva.example"]) {
      expect(normaliseEmail(plain)).toBe(plain);
    }
  });
});
