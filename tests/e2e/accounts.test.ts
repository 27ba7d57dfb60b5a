import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { anEmail, createTenant, password } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();
const newPassword = "seven quiet otters on ice";

/** The link of the newest mail to an address, from the page where mails are kept without a mail server. */
async function linkTo(page: Page, to: string, subject: RegExp): Promise<string> {
  const mail = page.locator("li", { hasText: to }).filter({ hasText: subject }).first();
  const count = async () => {
    await page.goto("/dev/mails");
    return mail.count();
  };
  await expect.poll(count).toBe(1);
  return (await mail.getByRole("link", { name: "Open the link" }).getAttribute("href")) ?? "";
}

async function signIn(page: Page, email: string, word: string): Promise<void> {
  await visit(page, "/login");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(word);
  await page.getByRole("button", { name: "Sign in" }).click();
}

function appCode(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
}

it("an invitation is accepted in a second browser; a change of role signs that member out", async () => {
  const tenant = await createTenant("Hosts");
  const admin = await site.newPage({ as: tenant.admin });
  const email = anEmail("guest");
  await visit(admin, "/settings/members");
  await admin.getByLabel("Mail address").fill(email);
  await admin.getByLabel("Role", { exact: true }).selectOption("editor");
  await admin.getByRole("button", { name: "Send invitation" }).click();
  await admin.getByText(`An invitation is on its way to ${email}.`).waitFor();

  const guest = await site.newPage();
  const link = await linkTo(guest, email, /You are invited/);
  await visit(guest, link);
  await guest.getByLabel("Your name").fill("Gus Guest");
  await guest.getByLabel("Password", { exact: true }).fill("password");
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.getByText(/passwords that everybody tries first/).waitFor();
  await guest.getByLabel("Password", { exact: true }).fill(newPassword);
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.waitForURL("**/dashboard");
  await visit(guest, link);
  await guest.getByRole("heading", { name: "This link doesn’t work any more" }).waitFor();
  await visit(guest, "/settings/members");
  await guest.getByRole("heading", { name: "This page isn’t open to you" }).waitFor();

  await visit(admin, "/settings/members");
  await admin.getByLabel("Role of Gus Guest", { exact: true }).selectOption("viewer");
  await admin.getByRole("button", { name: "Change the role of Gus Guest" }).click();
  const whereTo = async () => {
    await guest.goto("/dashboard");
    return new URL(guest.url()).pathname;
  };
  await expect.poll(whereTo).toBe("/login");
  await admin.getByLabel("Role of Ada Admin", { exact: true }).selectOption("viewer");
  await admin.getByRole("button", { name: "Change the role of Ada Admin" }).click();
  await admin.getByText("An organisation needs an active admin.").waitFor();
});

it("a second factor is set up, asked for when signing in, and its sessions are listed and ended", async () => {
  const { author } = await createTenant();
  const page = await site.newPage({ as: author });
  await visit(page, "/settings/security");
  const part = page.getByRole("region", { name: "Two-factor sign-in" });
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Set it up" }).click();
  const secret = ((await part.getByTestId("totp-secret").textContent()) ?? "").replace(/\s/g, "");
  await part.getByRole("textbox", { name: "Code" }).fill(appCode(secret, -1));
  await part.getByRole("button", { name: "Switch it on" }).click();
  await part.getByTestId("recovery-codes").waitFor();
  const recovery = (await part.getByTestId("recovery-codes").locator("li").first().textContent()) ?? "";

  const second = await site.newPage();
  await signIn(second, author.email, password);
  await second.waitForURL("**/login/code**");
  await second.goto("/dashboard");
  expect(new URL(second.url()).pathname).toBe("/login");
  await visit(second, "/login/code");
  await second.getByRole("textbox", { name: "Code" }).fill(appCode(secret));
  await second.getByRole("button", { name: "Sign in" }).click();
  await second.waitForURL("**/dashboard");

  const third = await site.newPage({ javaScriptEnabled: false });
  await third.goto("/login");
  await third.getByLabel("Mail address").fill(author.email);
  await third.getByLabel("Password", { exact: true }).fill(password);
  await third.getByRole("button", { name: "Sign in" }).click();
  await third.getByRole("textbox", { name: "Code" }).fill(recovery);
  await third.getByRole("button", { name: "Sign in" }).click();
  await third.waitForURL("**/dashboard");

  await visit(page, "/settings/security");
  const sessions = page.getByRole("region", { name: "Sessions" });
  expect(await sessions.getByRole("listitem").count()).toBe(3);
  await sessions.getByRole("button", { name: "End all other sessions" }).click();
  await expect.poll(() => sessions.getByRole("listitem").count()).toBe(1);
  await second.goto("/dashboard");
  expect(new URL(second.url()).pathname).toBe("/login");
});

it("a forgotten password is replaced, with script and without", async () => {
  const { editor } = await createTenant();
  const page = await site.newPage();
  await visit(page, "/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.waitForURL("**/forgot-password");
  await page.getByLabel("Mail address").fill(editor.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("Check your mail").waitFor();
  const plain = await site.newPage({ javaScriptEnabled: false });
  await plain.goto(await linkTo(plain, editor.email, /Choose a new password/));
  await plain.getByLabel("New password").fill("short");
  await plain.getByRole("button", { name: "Save the password" }).click();
  await plain.getByText("Must have at least 8 characters").waitFor();
  await plain.getByLabel("New password").fill(newPassword);
  await plain.getByRole("button", { name: "Save the password" }).click();
  await plain.getByText("Your password was changed.").waitFor();
  await signIn(page, editor.email, newPassword);
  await page.waitForURL("**/dashboard");
});

it("asking for a new password answers a known and an unknown address with the same bytes", async () => {
  const { editor } = await createTenant();
  const answers: string[] = [];
  for (const email of [editor.email, anEmail("nobody")]) {
    const page = await site.newPage({ javaScriptEnabled: false });
    await page.goto("/forgot-password");
    await page.getByLabel("Mail address").fill(email);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Send the link" }).click();
    const response = await answered;
    const text = (await response.text()).replaceAll(email, "");
    answers.push(
      `${response.status()} ${text.replace(/nonce="[^"]*"|\\"nonce\\":\\"[^"]*"|nonce-[^'"]*/g, "")}`,
    );
  }
  expect(answers[0]).toContain("Check your mail");
  expect(answers[0]).toBe(answers[1]);
});

it("a new address is verified, and so is a change of it", async () => {
  const { viewer } = await createTenant();
  const page = await site.newPage({ as: viewer });
  await visit(page, "/settings/profile");
  await page.getByRole("button", { name: "Send the link again" }).click();
  await page.getByText("It is on its way.").waitFor();
  const other = await site.newPage();
  await visit(page, await linkTo(other, viewer.email, /verify/));
  await page.getByRole("button", { name: "Verify this address" }).click();
  await page.waitForURL("**/dashboard");
  expect(await page.getByText("Please verify your mail address").count()).toBe(0);
  const email = anEmail("next");
  await visit(page, "/settings/profile");
  await page.getByLabel("New mail address").fill(email);
  await page.getByLabel("Current password").fill(password);
  await page.getByRole("button", { name: "Send a link to it" }).click();
  await page.getByText("Check the mail at your new address").waitFor();
  await visit(page, await linkTo(other, email, /confirm/));
  await page.getByRole("button", { name: "Use this address" }).click();
  await page.waitForURL("**/settings/profile");
  await page.getByText(email, { exact: true }).first().waitFor();
});
