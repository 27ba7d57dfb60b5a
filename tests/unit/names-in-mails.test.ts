import { describe, expect, it } from "vitest";
import { greeting, nameInMail } from "@/server/mail/names";
import { alreadySignedUpMail } from "@/server/mail/templates/already-signed-up";
import { invitationMail } from "@/server/mail/templates/invitation";

const hostile = [
  "https://evil.example/x",
  "Click www.evil NOW",
  "evil.example",
  "See evil.example.",
  "Write to x@evil",
  "evil．example",
  "evil。example",
  "Call 0800 123 456",
  "+49 (30) 12-34-56",
  "Your account is blocked!",
  "Act now: pay",
  "we have noticed that you should come to us today",
  "x".repeat(51),
  "a\u202eb",
  "a\nb",
];

describe("a name in a mail", () => {
  it.each([
    "Ada Lindqvist",
    "Dr. No",
    "J.R. Smith",
    "O’Hara & Söhne",
    "AC/DC",
    "雑誌",
    "Route 66",
    "Zürich <Zeit>",
  ])("%s is shown", (name) => {
    expect(nameInMail(name)).toBe(name);
    expect(greeting(name)).toBe(`Hello ${name},`);
  });

  it.each([...hostile, "Node.js Weekly"])("%j is left out", (name) => {
    expect(nameInMail(name)).toBeNull();
    expect(greeting(name)).toBe("Hello,");
  });

  it.each(hostile)("can't bring %j to somebody who is invited", (name) => {
    const url = "https://ours.test/invitation/x";
    const mails = [
      invitationMail({ to: "a@b.test", organisation: name, invitedBy: name, role: "viewer", url }),
      alreadySignedUpMail({ to: "a@b.test", name, url, resetUrl: "https://ours.test/forgot-password" }),
    ];
    for (const { subject, text, html } of mails) {
      for (const part of [subject, text, html]) expect(part).not.toContain(name);
    }
    expect(mails[0]?.text).toContain("Somebody invites you to an organisation as viewer.");
  });
});
