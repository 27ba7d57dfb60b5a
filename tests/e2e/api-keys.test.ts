import { expect, it } from "vitest";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("makes a key that works until it is revoked, and shows it once", async () => {
  const { admin } = await createTenant();
  const { id } = await createArticle(admin, { title: "For machines" });
  const page = await site.newPage({ as: admin });
  await visit(page, "/settings/api-keys");
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByText("Must not be empty").waitFor();
  await page.getByLabel("Name").fill("Night job");
  await page.getByLabel("Role").selectOption("editor");
  await page.getByLabel("Ends after").fill("30");
  await page.getByRole("button", { name: "Create key" }).click();

  const key = (await page.getByTestId("new-key").textContent()) ?? "";
  expect(key).toMatch(/^mh_sk_[0-9A-Za-z]{36}$/);
  const entry = page.getByRole("listitem").filter({ hasText: "Night job" });
  await entry.getByText(key.slice(-4)).waitFor();
  await entry.getByText("Secret, editor").waitFor();

  const ask = () =>
    fetch(`${site.url}/api/v1/articles/${id}`, { headers: { authorization: `Bearer ${key}` } });
  const answer = await ask();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ success: true, data: { id, title: "For machines" } });

  await page.reload();
  expect(await page.content()).not.toContain(key);
  await entry.getByText(/^Used/).waitFor();
  await page.getByRole("button", { name: "Revoke Night job" }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await entry.getByText("Revoked", { exact: true }).waitFor();
  expect((await ask()).status).toBe(401);
});

it("makes publishable keys that need no role", async () => {
  const { admin } = await createTenant();
  const page = await site.newPage({ as: admin });
  await visit(page, "/settings/api-keys");
  await page.getByLabel("Name").fill("Web site");
  await page.getByLabel("Kind").selectOption("publishable");
  expect(await page.getByLabel("Role").count()).toBe(0);
  await page.getByRole("button", { name: "Create key" }).click();
  expect(await page.getByTestId("new-key").textContent()).toMatch(/^mh_pk_/);
});

it("replaces a key by a new one; both work until the old one ends", async () => {
  const { admin } = await createTenant();
  const page = await site.newPage({ as: admin });
  await visit(page, "/settings/api-keys");
  await page.getByLabel("Name").fill("Deploy");
  await page.getByLabel("Limit").fill("120");
  await page.getByRole("button", { name: "Create key" }).click();
  const old = (await page.getByTestId("new-key").textContent()) ?? "";
  await page.reload();
  const entry = page.getByRole("listitem").filter({ hasText: "Deploy" });
  await entry.getByText("120 requests a minute").waitFor();
  await entry.getByText("Replace…").click();
  await entry.getByRole("button", { name: "Make a new key for Deploy" }).click();
  const made = (await page.getByTestId("new-key").textContent()) ?? "";
  expect(made).toMatch(/^mh_sk_/);
  expect(made).not.toBe(old);
  await entry.getByText("Replaced by a new key").waitFor();
  for (const key of [old, made]) {
    const answer = await fetch(`${site.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit-policy")).toMatch(/"address";.*"credential";.*"key";q=120;w=60/);
  }
});

it("is for admins", async () => {
  const { editor } = await createTenant();
  const page = await site.newPage({ as: editor });
  await visit(page, "/settings/api-keys");
  await page.getByRole("heading", { name: "This page isn’t open to you" }).waitFor();
  expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Create key" }).count()).toBe(0);
});
