import { expect, it } from "vitest";
import { createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("lets anyone read the reference, and call the API with a key from its pages", async () => {
  const tenant = await createTenant("Reference Press");
  const page = await site.newPage({ expectedErrors: /status of 401/ });
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await visit(page, "/docs");
  await page.getByRole("link", { name: "API reference" }).click();
  await page.getByRole("heading", { name: "API reference", level: 1 }).waitFor();
  await page.getByRole("link", { name: /Write an article$/ }).click();

  const form = page.getByRole("form", { name: "Try createArticle" });
  const operation = page.getByRole("region", { name: "Write an article", exact: true });
  await operation.getByText("Try it").click();
  await form.getByLabel("Your key").fill("mh_sk_wrong");
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByRole("status").getByText("401").waitFor();
  await form.getByLabel("Your key").fill(tenant.secretKeys.editor);
  await form.getByLabel("Body").fill('{"title":"From the reference","content":"It\'s tried."}');
  expect(await operation.getByText("curl -X POST").textContent()).toContain("It'\\''s tried.");
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByRole("status").getByText("201").waitFor();
  await form.getByText('"title": "From the reference"').waitFor();

  // The key is there for the next form too, and gone with the page.
  await page
    .getByRole("navigation", { name: "Documentation" })
    .getByRole("link", { name: "Account" })
    .click();
  await page.getByRole("region", { name: "Learn who" }).getByText("Try it").click();
  const me = page.getByRole("form", { name: "Try getMe" });
  await me.getByRole("button", { name: "Send" }).click();
  await me.getByText('"name": "Reference Press"').waitFor();
  await page.reload();
  await page.getByRole("region", { name: "Learn who" }).getByText("Try it").click();
  expect(await me.getByLabel("Your key").inputValue()).toBe("");
  expect([...hosts]).toEqual([site.url]);
});

it("calls with the key alone, not as whoever is signed in", async () => {
  const { admin, secretKeys } = await createTenant();
  const page = await site.newPage({ as: admin });
  await visit(page, "/docs/api/account");
  await page.getByRole("region", { name: "Learn who" }).getByText("Try it").click();
  const form = page.getByRole("form", { name: "Try getMe" });
  await form.getByLabel("Your key").fill(secretKeys.viewer);
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByText('"role": "viewer"').waitFor();
});

it("explains each code where problem details lead to", async () => {
  const answer = await fetch(`${site.url}/api/v1/me`, { headers: { accept: "application/problem+json" } });
  const { type } = await answer.json();
  const page = await site.newPage();
  await visit(page, type);
  expect(await page.locator("dl > :target").textContent()).toContain("unauthorized");
});

it("shows the guides from the built program, and without script too", async () => {
  const page = await site.newPage({ javaScriptEnabled: false });
  await page.goto("/docs/authentication");
  await page.getByRole("heading", { name: "Authentication", level: 1 }).waitFor();
  await page.getByText('curl -H "Authorization: Bearer $KEY" "$URL/api/v1/me"').waitFor();
  await page.goto("/docs/api/articles");
  expect(await page.getByRole("heading", { level: 2 }).count()).toBeGreaterThan(5);
});
