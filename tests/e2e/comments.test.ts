import { expect, it } from "vitest";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("lets an organisation look at comments before everybody sees them", async () => {
  const tenant = await createTenant();
  const { id, slug } = await createArticle(tenant.admin, { title: "Talked about", status: "published" });
  const admin = await site.newPage({ as: tenant.admin });
  await visit(admin, "/settings/organisation");
  await admin.getByLabel("Look at comments first").check();
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByText("Saved.").waitFor();

  const author = await site.newPage({ as: tenant.author });
  await visit(author, `/articles/${id}`);
  await author.getByLabel("Your comment").fill("Well said.");
  await author.getByRole("button", { name: "Comment", exact: true }).click();
  await author.getByText("Your comment waits for approval.").waitFor();
  expect(await author.getByRole("link", { name: "Comments" }).count()).toBe(0);
  const visitor = await site.newPage({});
  await visit(visitor, `/p/${tenant.slug}/${slug}`);
  expect(await visitor.getByText("Well said.").count()).toBe(0);

  const editor = await site.newPage({ as: tenant.editor });
  await visit(editor, "/dashboard");
  await editor.getByRole("link", { name: "Comments" }).click();
  await editor.getByText("Well said.").waitFor();
  await editor.getByRole("button", { name: "Approve the comment of Mo author" }).click();
  await editor.getByText("No comment waits for you").waitFor();
  expect(await editor.evaluate(() => document.activeElement?.id)).toBe("queue");
  await visit(visitor, `/p/${tenant.slug}/${slug}`);
  await visitor.getByText("Well said.").waitFor();

  await editor.getByRole("link", { name: /^Approved/ }).click();
  await editor.getByRole("button", { name: "Reject the comment of Mo author" }).click();
  await editor.getByText("No approved comments").waitFor();
});

it("saves the organisation's name and address, and not over somebody else's change", async () => {
  const tenant = await createTenant();
  const other = await createTenant();
  const page = await site.newPage({ as: tenant.admin });
  const late = await site.newPage({ as: tenant.admin });
  await Promise.all([visit(page, "/settings/organisation"), visit(late, "/settings/organisation")]);
  await page.getByLabel("Address").fill(other.slug);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Is taken by another organisation").waitFor();
  await page.getByLabel("Address").fill(`${tenant.slug}-new`);
  await page.getByLabel("Name").fill("Harbour & Sons");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await page.getByText("Harbour & Sons").first().waitFor();
  await late.getByRole("button", { name: "Save" }).click();
  await late.getByText("The organisation was changed in the meantime").waitFor();
  // Once saved, the same form can be saved again.
  await page.getByLabel("Name").fill("Harbour");
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => {
      await late.reload();
      return late.getByLabel("Name").inputValue();
    })
    .toBe("Harbour");
});
