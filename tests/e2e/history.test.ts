import { expect, it } from "vitest";
import { updateArticle } from "@/server/articles/write";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("shows what each save changed, and brings an earlier text back after asking", async () => {
  const { author, editor } = await createTenant();
  const { id } = await createArticle(author, { title: "Tides", content: "One.\n\nTwo.\n", tags: ["Sea"] });
  await updateArticle(editor.context, id, { title: "Tides again", content: "One.\n\nThree.\n", tags: [] });
  const page = await site.newPage({ as: author });
  await visit(page, `/articles/${id}`);
  await page.getByRole("link", { name: "History" }).click();
  await page.getByRole("heading", { name: "Revision 2" }).waitFor();
  const revisions = page.getByRole("navigation", { name: "Revisions" });
  expect(await revisions.getByRole("link").allTextContents()).toEqual([
    expect.stringMatching(/Revision 2\s*Current\s*Mo editor, just now\s*Changed: title, text, tags/),
    expect.stringMatching(/Revision 1\s*Mo author, just now\s*First text kept/),
  ]);
  const text = page.getByRole("region", { name: "Text", exact: true });
  expect(await text.textContent()).toMatch(/1 line added, 1 line removed\..*Removed: Two\..*Added: Three\./s);
  const title = page.getByRole("region", { name: "Title" });
  expect(await title.locator("del").textContent()).toContain("Tides");
  expect(await title.locator("ins").textContent()).toContain("Tides again");
  expect(await page.getByRole("button", { name: "Restore this revision" }).count()).toBe(0);

  await revisions.getByRole("link", { name: /^Revision 1/ }).click();
  await page.getByRole("heading", { name: "Revision 1" }).waitFor();
  expect(await revisions.getByRole("link", { name: /^Revision 1/ }).getAttribute("aria-current")).toBe(
    "true",
  );
  await page.getByRole("link", { name: "What has changed since" }).click();
  await text.getByText("Three.").waitFor();

  await page.getByRole("button", { name: "Restore this revision" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Restore revision 1?" });
  await dialog.getByRole("button", { name: "Leave it" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Restore this revision" }).click();
  await dialog.getByRole("button", { name: "Restore it" }).click();
  await page.getByText("That text is the current one again").waitFor();
  await page.getByText("Brought revision 1 back").waitFor();

  await page.getByRole("link", { name: "Back to the article" }).click();
  await expect.poll(() => page.getByLabel("Text").inputValue()).toBe("One.\n\nTwo.\n");
  expect(await page.getByLabel("Tags").inputValue()).toBe("Sea");
});

it("refuses to restore over somebody else's change, and says so", async () => {
  const { author, editor } = await createTenant();
  const { id } = await createArticle(author, { content: "First." });
  await updateArticle(author.context, id, { content: "Second." });
  const page = await site.newPage({ as: author });
  await visit(page, `/articles/${id}/history`);
  await page.getByRole("link", { name: /^Revision 1/ }).click();
  // What the page was made from is the version that it restores over.
  await page.getByRole("heading", { name: "Revision 1" }).waitFor();
  await updateArticle(editor.context, id, { content: "Third, unseen." });
  await page.getByRole("button", { name: "Restore this revision" }).click();
  await page.getByRole("button", { name: "Restore it" }).click();
  await page.getByRole("alertdialog").getByText("was changed in the meantime").waitFor();
  const answer = await page.request.get(`/api/v1/articles/${id}`);
  expect(((await answer.json()) as { data: { content: string } }).data.content).toBe("Third, unseen.");
});

it("is for readers to read, pages through a long history, and works without script", async () => {
  const { editor, viewer } = await createTenant();
  const { id } = await createArticle(editor, { content: "0" });
  for (let number = 1; number <= 24; number++)
    await updateArticle(editor.context, id, { content: String(number) });
  const page = await site.newPage({ as: viewer, javaScriptEnabled: false });
  await page.goto(`/articles/${id}/history`);
  const revisions = page.getByRole("navigation", { name: "Revisions" }).getByRole("link");
  expect(await revisions.count()).toBe(20);
  await page.getByRole("link", { name: "Older" }).click();
  await page.getByText("Page 2 of 2").waitFor();
  expect(await revisions.count()).toBe(5);
  await revisions.last().click();
  await page.getByRole("heading", { name: "Revision 1", exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Restore this revision" }).count()).toBe(0);
});

it("answers with the page for what isn't there to an unknown article or revision", async () => {
  const { viewer, editor } = await createTenant();
  const { id } = await createArticle(editor);
  const page = await site.newPage({ as: viewer, expectedErrors: /status of 404/ });
  const unknown = "01890000-0000-7000-8000-000000000000";
  for (const path of [`/articles/${unknown}/history`, "/articles/not-an-id/history"])
    expect((await page.goto(path))?.status()).toBe(404);
  await page.goto(`/articles/${id}/history?revision=${unknown}`);
  await page.getByRole("heading", { name: /not here|not found|nothing here/i }).waitFor();
  // What can't be meant counts as not given.
  await page.goto(`/articles/${id}/history?revision=x&page=y&against=z`);
  await page.getByRole("heading", { name: "Revision 1" }).waitFor();
});

it("saves and publishes in one step, which a refusal undoes as a whole", async () => {
  const { editor } = await createTenant();
  const { id } = await createArticle(editor, { content: "Draft." });
  const page = await site.newPage({ as: editor });
  await visit(page, `/articles/${id}`);
  await page.getByLabel("Text").fill("Out now.");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("button", { name: "Unpublish" }).waitFor();
  const answer = await page.request.get(`/api/v1/articles/${id}`);
  const { data } = (await answer.json()) as { data: { content: string; version: number; status: string } };
  expect(data).toMatchObject({ content: "Out now.", version: 2, status: "published" });
  await page.getByLabel("Text").fill("And a word more.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("status").getByText("Saved").waitFor();
});
