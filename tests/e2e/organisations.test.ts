import { expect, it } from "vitest";
import { insertMember } from "@/db/repositories/tenants";
import { withTenant } from "@/server/platform/database";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();
const notFoundError = { expectedErrors: /status of 404/ };

it("shows nothing of another organisation, nor that it exists", async () => {
  const [first, second] = [await createTenant("First Press"), await createTenant("Second Press")];
  const secret = await createArticle(first.admin, { title: "Only for the first" });
  const page = await site.newPage({ as: second.admin, ...notFoundError });
  for (const id of [secret.id, "0193b0a0-0000-7000-8000-000000000000", "not-an-id"]) {
    const response = await visit(page, `/articles/${id}`);
    expect(response?.status()).toBe(404);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  }
  await visit(page, "/articles");
  await page.getByText("Nothing written yet").waitFor();
  for (const path of [
    `/p/${first.slug}/${secret.slug}`,
    `/p/${second.slug}/${secret.slug}`,
    "/p/no-such-press",
  ]) {
    expect((await visit(page, path))?.status()).toBe(404);
  }
  await visit(page, `/p/${first.slug}`);
  await page.getByText("Nothing published yet").waitFor();
});

it("says within a publication that a page of it isn't there, and leads to its own front page", async () => {
  const { slug } = await createTenant("Lost Press");
  const page = await site.newPage(notFoundError);
  for (const path of [`/p/${slug}/gone`, `/p/${slug}/Not-An-Address!`, `/p/${slug}/a/b/c`]) {
    expect((await visit(page, path))?.status()).toBe(404);
    await page.getByRole("heading", { name: "No such page" }).waitFor();
    await page.getByRole("banner").getByRole("link", { name: "Lost Press" }).waitFor();
    await page.getByRole("link", { name: "All articles" }).click();
    await page.waitForURL(`**/p/${slug}`);
  }
});

it("offers each role what it may do, and no more", async () => {
  const tenant = await createTenant();
  const { id } = await createArticle(tenant.editor, { title: "By the editor", content: "Read *me*." });
  for (const member of [tenant.viewer, tenant.author]) {
    const page = await site.newPage({ as: member });
    await visit(page, `/articles/${id}`);
    await page.getByRole("heading", { name: "By the editor", level: 1 }).waitFor();
    expect(await page.getByRole("button", { name: /Save|Publish|Archive|^Delete$/ }).count()).toBe(0);
    const mayComment = member === tenant.author ? 1 : 0;
    expect(await page.getByLabel("Your comment").count()).toBe(mayComment);
    expect(await page.getByRole("button", { name: "Like" }).count()).toBe(mayComment);
  }
  const page = await site.newPage({ as: tenant.viewer });
  await visit(page, "/dashboard");
  expect(await page.getByRole("link", { name: "Write an article" }).count()).toBe(0);
  await visit(page, "/articles/new");
  await page.getByRole("heading", { name: "This page isn’t open to you" }).waitFor();
});

it("switches between a person's organisations", async () => {
  const [first, second] = [await createTenant("Alpha Press"), await createTenant("Beta Press")];
  const { admin } = first;
  await createArticle(second.admin, { title: "Only in Beta" });
  const { tenantId } = second.admin.context;
  const { userId } = admin;
  await withTenant(second.admin.context, (tx) =>
    insertMember(tx, { tenantId, userId, name: "Ada Admin", role: "viewer" }),
  );
  const page = await site.newPage({ as: admin });
  await visit(page, "/articles");
  const before = await page.context().cookies();
  await page.getByRole("button", { name: "Organisation: Alpha Press. Switch" }).click();
  await page.getByRole("menuitem", { name: /Beta Press/ }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("button", { name: "Organisation: Beta Press. Switch" }).waitFor();
  await page.getByRole("menuitem").first().waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "Only in Beta" }).first().waitFor();
  expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(0);
  // A new token, and the old one is worth nothing.
  expect((await page.context().cookies())[0]?.value).not.toBe(before[0]?.value);
  await page.context().addCookies(before);
  await visit(page, "/dashboard");
  expect(new URL(page.url()).pathname).toBe("/login");
});
