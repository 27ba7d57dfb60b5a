import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { createApiKey } from "@/server/api-keys/service";
import { invite } from "@/server/members/invitations";
import { removeMember } from "@/server/members/service";
import { addMember, createTenant, password, type TestMember } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

async function signIn(page: Page, { email }: TestMember): Promise<void> {
  await visit(page, "/login");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

it("lets somebody who was removed come back with the same account, by an invitation", async () => {
  const tenant = await createTenant("Harbour Press");
  const person = await addMember(tenant.admin.context, "author");
  await removeMember(tenant.admin.context, person.userId);
  const page = await site.newPage();
  await signIn(page, person);
  await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
  expect(new URL(page.url()).pathname).toBe("/login");

  await invite(tenant.admin.context, { email: person.email, role: "editor" });
  await signIn(page, person);
  await page.waitForURL("**/login/invitations");
  await page.getByRole("heading", { name: "Harbour Press" }).waitFor();
  await page.getByText("Ada Admin invites you as editor").waitFor();
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("button", { name: /^Organisation: Harbour Press/ }).waitFor();
  const back = await site.newPage({ as: tenant.admin });
  await visit(back, "/settings/members");
  await back.getByText(person.email).waitFor();
});

it("starts another organisation with the account that is there", async () => {
  const { author } = await createTenant("First Press");
  const page = await site.newPage({ as: author });
  await visit(page, "/dashboard");
  await page.getByRole("button", { name: /^Organisation: First Press/ }).click();
  await page.getByRole("menuitem", { name: "New organisation" }).click();
  await page.waitForURL("**/organisations/new");
  await page.getByRole("button", { name: "Start the organisation" }).click();
  await page.getByText("Must not be empty").waitFor();
  await page.getByLabel("Name").fill("Second Press");
  await page.getByRole("button", { name: "Start the organisation" }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("button", { name: "Organisation: Second Press. Switch" }).click();
  await page.getByRole("menuitem", { name: /First Press/ }).waitFor();
  await visit(page, "/settings/members");
  await page.getByRole("heading", { name: "Members", level: 1 }).waitFor();
});

it("says what becomes of the keys of whoever is suspended or removed, and does that", async () => {
  const { admin } = await createTenant();
  const leaver = await addMember(admin.context, "editor");
  const { context } = await addMember(admin.context, "admin");
  const makeKey = (name: string, kind: "secret" | "publishable") =>
    createApiKey(
      { ...context, userId: leaver.userId, actor: leaver.context.actor },
      { name, kind, role: "viewer" },
    );
  const [website, script] = [await makeKey("Website", "publishable"), await makeKey("Script", "secret")];
  const ask = async ({ key }: { key: string }) =>
    (await fetch(`${site.url}/api/v1/articles`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect([await ask(website), await ask(script)]).toEqual([200, 200]);

  const page = await site.newPage({ as: admin });
  await visit(page, "/settings/members");
  const entry = page.getByRole("listitem").filter({ hasText: leaver.email });
  await entry.getByRole("button", { name: "Suspend Mo editor" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Suspend Mo editor?" });
  await dialog.getByText("You take over their publishable keys, which work on: Website.").waitFor();
  await dialog.getByText("Their secret keys end, unless you take them over: Script.").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await ask(script)).toBe(200);

  await entry.getByRole("button", { name: "Suspend Mo editor" }).click();
  await dialog.getByLabel("Hand their secret keys over to me").check();
  await dialog.getByRole("button", { name: "Suspend", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await entry.getByText("Suspended").waitFor();
  expect([await ask(website), await ask(script)]).toEqual([200, 200]);

  await entry.getByRole("button", { name: "Remove Mo editor" }).click();
  const removal = page.getByRole("alertdialog", { name: "Remove Mo editor?" });
  expect(await removal.getByText("keys").count()).toBe(0);
  await removal.getByRole("button", { name: "Remove", exact: true }).click();
  await entry.waitFor({ state: "detached" });
  expect([await ask(website), await ask(script)]).toEqual([200, 200]);
});
