import { beforeEach, describe, expect, it } from "vitest";
import { deliverDue, deliveriesSettled, post } from "@/server/mail/deliver";
import { outboxMailRow } from "@/server/mail/outbox";
import { invitationMail } from "@/server/mail/templates/invitation";
import { asAdmin } from "../support/database";
import { anEmail } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

const program = startProgram();
const mail = startMail();
const hourMs = 3_600_000;

beforeEach(() => {
  mail.server().answer = 250;
});

const secret = "a-secret-that-must-not-be-stored-as-it-is";
const aMail = (to: string, organisation = "The Press") =>
  invitationMail({
    to,
    organisation,
    invitedBy: "Ada",
    role: "author",
    url: `https://x.example/i/${secret}`,
  });

const waiting = () =>
  asAdmin(program.database(), (sql) => sql`select id, payload, attempts, next_attempt_at from mails`);

/** As if the time until the next attempt had passed. */
const later = () => asAdmin(program.database(), (sql) => sql`update mails set next_attempt_at = now()`);

describe("a mail", () => {
  it("arrives as text and HTML, and is forgotten once it was taken", async () => {
    const to = anEmail();
    await post(outboxMailRow(aMail(to, "Zürich <Zeit> & Söhne"), hourMs));
    const received = await mail.server().waitFor(to);
    expect(received.subject).toBe("You are invited to an organisation on Masthead");
    expect(received.text).toContain("Ada invites you to “Zürich <Zeit> & Söhne” as author.");
    expect(received.text).toContain(secret);
    expect(received.raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(received.raw).toContain("text/html");
    expect(received.raw).not.toContain("<Zeit> &amp;");
    await deliveriesSettled();
    expect(await waiting()).toHaveLength(0);
  });

  it("goes to one recipient, whatever the address and the subject hold", async () => {
    const to = anEmail();
    const before = mail.server().received.length;
    await post(outboxMailRow({ ...aMail(to), subject: "One\r\nBcc: thief@example.org\r\n\r\nTwo" }, hourMs));
    const received = await mail.server().waitFor(to);
    expect(received.raw).not.toMatch(/^Bcc:/im);
    expect(mail.server().received.length).toBe(before + 1);
  });

  it("is encrypted while it waits", async () => {
    mail.server().answer = 451;
    await post(outboxMailRow(aMail(anEmail()), hourMs));
    await deliveriesSettled();
    const rows = JSON.stringify(await waiting());
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(Buffer.from(secret).toString("base64").slice(0, 30));
    mail.server().answer = 250;
    await later();
    await deliverDue();
  });
});

describe("a mail server that is away", () => {
  it("fails no request and loses no mail: the worker delivers it, each time later", async () => {
    const to = anEmail();
    mail.server().answer = 451;
    await post(outboxMailRow(aMail(to), hourMs));
    await deliveriesSettled();
    const [first] = await waiting();
    expect(first).toMatchObject({ attempts: 1 });
    expect(await deliverDue()).toBe(0);
    await later();
    expect(await deliverDue()).toBe(1);
    const [second] = await waiting();
    expect(second).toMatchObject({ attempts: 2 });
    expect(second?.next_attempt_at.getTime() - Date.now()).toBeGreaterThan(90_000);
    mail.server().answer = 250;
    await later();
    await deliverDue();
    expect((await mail.server().waitFor(to)).text).toContain(secret);
    expect(await waiting()).toHaveLength(0);
  });

  it("is not asked again for a recipient that it refuses for good", async () => {
    mail.server().answer = 550;
    await post(outboxMailRow(aMail(anEmail()), hourMs));
    await deliveriesSettled();
    expect(await waiting()).toHaveLength(0);
  });

  it("doesn't get a mail whose time is over", async () => {
    const to = anEmail();
    mail.server().answer = 451;
    await post(outboxMailRow(aMail(to), hourMs));
    await deliveriesSettled();
    mail.server().answer = 250;
    await asAdmin(
      program.database(),
      (sql) => sql`update mails set next_attempt_at = now(), expires_at = now()`,
    );
    expect(await deliverDue()).toBe(0);
    expect(mail.server().received.some((one) => one.to === to)).toBe(false);
    await asAdmin(program.database(), (sql) => sql`delete from mails`);
  });
});

it("several workers deliver each mail once", async () => {
  mail.server().answer = 451;
  const addresses = Array.from({ length: 30 }, () => anEmail());
  for (const to of addresses) await post(outboxMailRow(aMail(to), hourMs));
  await deliveriesSettled();
  mail.server().answer = 250;
  await later();
  const taken = await Promise.all(Array.from({ length: 6 }, () => deliverDue()));
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(30);
  const delivered = mail.server().received.filter((one) => addresses.includes(one.to));
  expect(delivered.map((one) => one.to).sort()).toEqual([...addresses].sort());
});
