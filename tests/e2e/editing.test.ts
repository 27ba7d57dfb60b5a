import { expect, it } from "vitest";
import { sessions } from "@/server/auth/resolve-session";
import { createArticle, createTenant, password } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("refuses to save over somebody else's change, keeps the text, and shows the way out", async () => {
  const tenant = await createTenant();
  const { id } = await createArticle(tenant.author, { title: "Shared", content: "First." });
  const [mine, theirs] = [
    await site.newPage({ as: tenant.author }),
    await site.newPage({ as: tenant.editor }),
  ];
  await Promise.all([visit(mine, `/articles/${id}`), visit(theirs, `/articles/${id}`)]);

  await theirs.getByLabel("Text").fill("Second, by the editor.");
  await theirs.getByRole("button", { name: "Save draft" }).click();
  await theirs.getByRole("status").getByText("Saved").waitFor();

  await mine.getByLabel("Text").fill("Second, by the author.");
  await mine.getByRole("button", { name: "Save draft" }).click();
  await mine.getByText("Somebody else saved this article after you opened it.").waitFor();
  expect(await mine.getByLabel("Text").inputValue()).toBe("Second, by the author.");

  // Something that makes the page anew must not make the old text pass for a change of the new version.
  await mine.getByRole("button", { name: "Like" }).click();
  await expect
    .poll(() => mine.getByRole("button", { name: "Like" }).getAttribute("aria-pressed"))
    .toBe("true");
  await mine.getByRole("button", { name: "Save draft" }).click();
  await mine.getByText("Somebody else saved this article after you opened it.").waitFor();

  const [other] = await Promise.all([
    mine.context().waitForEvent("page"),
    mine.getByRole("link", { name: "Open their version in a new tab" }).click(),
  ]);
  await other.getByLabel("Text").waitFor();
  expect(await other.getByLabel("Text").inputValue()).toBe("Second, by the editor.");

  await mine.getByRole("button", { name: "Replace theirs with mine" }).click();
  await mine.getByRole("status").getByText("Saved").waitFor();
  await theirs.reload();
  expect(await theirs.getByLabel("Text").inputValue()).toBe("Second, by the author.");
});

it("stores line breaks as they were typed, and goes on saving without a conflict with itself", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author, { content: "a\n\nb\n", tags: ["One", "Two"] });
  const page = await site.newPage({ as: author });
  await visit(page, `/articles/${id}`);
  for (const text of ["a\n\nb\nc\n", "a\n\nb\nc\n\n```\nd\n```\n"]) {
    await page.getByLabel("Text").fill(text);
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByRole("status").getByText("Saved").waitFor();
    const answer = await page.request.get(`/api/v1/articles/${id}`);
    const { data } = (await answer.json()) as { data: { content: string; tags: { name: string }[] } };
    expect(data.content).toBe(text);
    expect(data.tags.map(({ name }) => name)).toEqual(["One", "Two"]);
  }
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByText("Archived").waitFor();
  await page.getByLabel("Tags").fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("status").getByText("Saved").waitFor();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("button", { name: "Unpublish" }).waitFor();
});

it("asks before unsaved text is left, by a link and by closing", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author);
  const page = await site.newPage({ as: author });
  await visit(page, `/articles/${id}`);
  await page.getByLabel("Text").fill("Not saved yet.");
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect.poll(() => asked).toEqual(["confirm"]);
  expect(await page.getByLabel("Text").inputValue()).toBe("Not saved yet.");
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await visit(page, "/dashboard");
  expect(asked).toEqual(["confirm", "beforeunload"]);
});

it("keeps the text when the server can't be reached", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author);
  const page = await site.newPage({ as: author, expectedErrors: /ERR_INTERNET_DISCONNECTED/ });
  await visit(page, `/articles/${id}`);
  await page.context().setOffline(true);
  await page.getByLabel("Text").fill("Written on a train.");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Masthead could not be reached").waitFor();
  expect(await page.getByLabel("Text").inputValue()).toBe("Written on a train.");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByRole("status").getByText("Saved").waitFor();
});

it("deletes an article after asking, and a comment likewise", async () => {
  const { editor } = await createTenant();
  const { id } = await createArticle(editor, { title: "Short-lived" });
  const page = await site.newPage({ as: editor });
  await visit(page, `/articles/${id}`);
  await page.getByLabel("Your comment").fill("Soon gone.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("button", { name: /^Delete the comment/ }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.getByRole("heading", { name: "0 comments" }).waitFor();

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete “Short-lived”?" });
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await page.waitForURL("**/articles?notice=deleted");
  await page.getByText("The article was deleted.").waitFor();
  await page.getByText("Nothing written yet").waitFor();
});

it("renders what is typed without running any of it", async () => {
  const { author } = await createTenant();
  const page = await site.newPage({ as: author });
  await visit(page, "/articles/new");
  await page
    .getByLabel("Text")
    .fill(
      "<img src=data:, onerror=alert(1)><script>alert(2)</script>\n\n[link](javascript:alert(3)) **end**",
    );
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.locator("strong").waitFor();
  expect(await preview.locator("script, img[src], [onerror], a[href]").count()).toBe(0);
});

it("brings back what was typed when the session ended in between, and forgets it on signing out", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author, { content: "As saved." });
  const page = await site.newPage({ as: author });
  await visit(page, `/articles/${id}`);
  await page.getByLabel("Text").fill("Typed while the session ended.");
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(1);
  await sessions().end(author.token);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("You are signed out.", { exact: true }).waitFor();
  page.once("dialog", (dialog) => void dialog.accept());
  await visit(page, `/articles/${id}`);
  await page.waitForURL(/\/login/);
  await page.getByLabel("Mail address").fill(author.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  // Back to where the session ended.
  await page.waitForURL(`**/articles/${id}`);
  await page.getByRole("button", { name: "Bring it back" }).click();
  expect(await page.getByLabel("Text").inputValue()).toBe("Typed while the session ended.");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByRole("status").getByText("Saved").waitFor();
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(0);

  await page.getByLabel("Text").fill("Never to be seen by the next person.");
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(1);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/login/);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

it("never overwrites an earlier copy by new typing, and offers both", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author, { content: "As saved." });
  const page = await site.newPage({ as: author });
  const copies = () => page.evaluate(() => sessionStorage.length);
  const leave = async () => {
    page.once("dialog", (dialog) => void dialog.accept());
    await visit(page, "/dashboard");
    await visit(page, `/articles/${id}`);
  };
  await visit(page, `/articles/${id}`);
  await page.getByLabel("Text").fill("The first, a long one.");
  await expect.poll(copies).toBe(1);
  await leave();
  await page.getByText("The first, a long one.").waitFor();
  await page.getByLabel("Text").fill("The second.");
  await expect.poll(copies).toBe(2);
  await page.getByText("What you are typing now is kept beside it.").waitFor();
  await page.getByRole("button", { name: "Bring it back" }).click();
  expect(await page.getByLabel("Text").inputValue()).toBe("The first, a long one.");
  await page.getByRole("listitem").getByText("The second.").waitFor();
  await leave();
  await page.getByRole("listitem").getByText("The first, a long one.").waitFor();
  await page.getByRole("listitem").getByText("The second.").waitFor();
  await page
    .getByRole("listitem")
    .filter({ hasText: "The second." })
    .getByRole("button", { name: /Throw/ })
    .click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByRole("status").getByText("Saved").waitFor();
  await expect.poll(copies).toBe(0);
});

it("goes from the title to the text on Enter, and saves nothing", async () => {
  const { author } = await createTenant();
  const page = await site.newPage({ as: author });
  await visit(page, "/articles/new");
  await page.getByLabel("Title").fill("Half a ti");
  await page.getByLabel("Title").press("Enter");
  await page.keyboard.type("And on with the text.");
  expect(await page.getByLabel("Text").inputValue()).toBe("And on with the text.");
  expect(await page.getByLabel("Title").inputValue()).toBe("Half a ti");
  expect(new URL(page.url()).pathname).toBe("/articles/new");
  await page.getByLabel("Title").press("ControlOrMeta+s");
  await page.waitForURL(/\/articles\/[0-9a-f-]{36}$/);
});

it("does not offer again what a new article was saved with", async () => {
  const { author } = await createTenant();
  const page = await site.newPage({ as: author });
  await visit(page, "/articles/new");
  await page.getByLabel("Title").fill("Fresh");
  await page.getByLabel("Text").fill("Ink.");
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(1);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/articles\/[0-9a-f-]{36}$/);
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(0);
});

it("keeps what was typed before the script had loaded", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author, { content: "As saved." });
  const page = await site.newPage({ as: author });
  let letThrough = () => {};
  const waiting = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/*.js", async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto(`/articles/${id}`, { waitUntil: "commit" });
  await page.getByLabel("Text").fill("Typed early.");
  letThrough();
  await page.getByRole("status").getByText("Not saved yet").waitFor();
  expect(await page.getByLabel("Text").inputValue()).toBe("Typed early.");
});
