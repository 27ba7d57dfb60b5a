import { expect, it } from "vitest";
import { createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("lets admins add an endpoint, test it, pause and resume it, and delete it", async () => {
  const tenant = await createTenant();
  const page = await site.newPage({ as: tenant.admin });
  await visit(page, "/settings/organisation");
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByText("No endpoints yet").waitFor();

  await page.getByLabel("Address").fill("https://10.0.0.1/hooks");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await page.getByText("must not lead to a private or reserved network").waitFor();
  await page.getByLabel("Address").fill("https://example.org/hooks");
  await page.getByLabel("Types of events").fill("article.published, article.deleted");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  expect(await page.getByTestId("new-secret").textContent()).toMatch(/^whsec_/);

  await page.getByRole("link", { name: "https://example.org/hooks" }).click();
  await page.getByText("No deliveries").waitFor();
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByRole("link", { name: "webhook_endpoint.tested" }).click();
  await page.getByText("On its way.").waitFor();
  await page.getByText('"type":"webhook_endpoint.tested"').waitFor();
  await page.getByRole("link", { name: "All deliveries of this endpoint" }).click();

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.getByText("No endpoints yet").waitFor();
});

it("does so without script, and shows a new secret once", async () => {
  const tenant = await createTenant();
  const page = await site.newPage({ as: tenant.admin, javaScriptEnabled: false });
  await page.goto("/settings/webhooks");
  await page.getByLabel("Address").fill("https://example.org/hooks");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await page.getByTestId("new-secret").waitFor();
  await page.goto("/settings/webhooks");
  expect(await page.getByTestId("new-secret").count()).toBe(0);
  await page.getByRole("link", { name: "https://example.org/hooks" }).click();
  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByTestId("new-secret").waitFor();
});

it("is closed to everybody else", async () => {
  const tenant = await createTenant();
  const page = await site.newPage({ as: tenant.editor });
  await visit(page, "/settings/webhooks");
  await page.getByText("only admins manage them").waitFor();
});
