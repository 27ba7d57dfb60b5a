import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { insertMember } from "@/db/repositories/tenants";
import { listArticles } from "@/server/articles/read";
import { listArticles as listSchema } from "@/server/articles/schema";
import { sessions } from "@/server/auth/resolve-session";
import { withTenant } from "@/server/platform/database";
import {
  createArticle,
  createTenant,
  password,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { startSite, visit } from "./support";

/** What one tab does is true for the other: they share a session. */
const site = startSite();
let alpha: TestTenant;
let beta: TestTenant;

beforeAll(async () => {
  [alpha, beta] = [await createTenant("Alpha Press"), await createTenant("Beta Press")];
  const { context } = beta.admin;
  const { userId } = alpha.admin;
  await withTenant(context, (tx) =>
    insertMember(tx, { tenantId: context.tenantId, userId, name: "Ada Admin", role: "admin" }),
  );
});

/** Two tabs of somebody who is an admin of both organisations, in Alpha; a new session each time. */
async function twoTabs(options: { expectedErrors?: RegExp } = {}): Promise<[Page, Page]> {
  const origin = { address: null, userAgent: null };
  const { userId } = alpha.admin;
  const { token } = await sessions().create({ userId, tenantId: alpha.id, ...origin });
  const first = await site.newPage({ ...options, as: { ...alpha.admin, token } });
  return [first, await first.context().newPage()];
}

async function switchTo(page: Page, from: string, to: string): Promise<void> {
  await visit(page, "/articles");
  await page.getByRole("button", { name: `Organisation: ${from}. Switch` }).click();
  await page.getByRole("menuitem", { name: new RegExp(to) }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("button", { name: `Organisation: ${to}. Switch` }).waitFor();
}

async function titlesOf({ admin }: TestTenant): Promise<string[]> {
  const { items } = await listArticles(admin.context, listSchema.parse({}));
  return items.map(({ title }) => title);
}

it("never publishes in one organisation what was written for another, and leads back to save it there", async () => {
  const [first, second] = await twoTabs();
  await visit(second, "/articles/new");
  await second.getByLabel("Title").fill("For Alpha alone");
  await second.getByLabel("Text").fill("A secret of Alpha.");
  await switchTo(first, "Alpha Press", "Beta Press");

  // The other tab says so before anything is sent, and refuses when it is.
  await second.getByText("This page is of “Alpha Press”, and you have switched to “Beta Press”.").waitFor();
  await second.getByRole("button", { name: "Publish" }).click();
  await second.getByText("Nothing was saved: this page is of “Alpha Press”").waitFor();
  expect(await second.getByLabel("Text").inputValue()).toBe("A secret of Alpha.");
  expect([...(await titlesOf(alpha)), ...(await titlesOf(beta))]).not.toContain("For Alpha alone");

  await second.getByRole("button", { name: "Switch back and save there" }).click();
  await second.waitForURL(/\/articles\/[0-9a-f-]{36}$/);
  await second.getByRole("link", { name: "On the public page" }).waitFor();
  expect(await titlesOf(alpha)).toContain("For Alpha alone");
  expect(await titlesOf(beta)).not.toContain("For Alpha alone");
});

it("refuses settings, comments and likes of another organisation's page alike", async () => {
  const { id } = await createArticle(alpha.admin, { title: "Liked in Alpha" });
  const [first, second] = await twoTabs();
  const third = await second.context().newPage();
  await visit(second, "/settings/organisation");
  await visit(third, `/articles/${id}`);
  await switchTo(first, "Alpha Press", "Beta Press");
  await second.getByLabel("Name").fill("Renamed by mistake");
  await second.getByRole("button", { name: /Save/ }).click();
  await second.getByText("Nothing was saved: this page is of “Alpha Press”").waitFor();
  await third.getByRole("button", { name: "Like" }).click();
  await third.getByText("Nothing was saved: this page is of “Alpha Press”").waitFor();
  await visit(first, "/settings/organisation");
  expect(await first.getByLabel("Name").inputValue()).toBe("Beta Press");
});

it("shows a page of the other organisation in that one's frame, and asks before text is left", async () => {
  await createArticle(beta.admin, { title: "Only in Beta" });
  const [first, second] = await twoTabs();
  await visit(second, "/articles");
  await switchTo(first, "Alpha Press", "Beta Press");
  await second.getByText("you have switched to “Beta Press”").waitFor();
  // By a link within the program, which fetches the page alone.
  await second.getByRole("link", { name: "Comments", exact: true }).click();
  await second.getByRole("button", { name: "Organisation: Beta Press. Switch" }).waitFor();
  await second.getByText("you have switched to").waitFor({ state: "hidden" });
  await expect.poll(() => second.title()).toContain("Beta Press");
  await second.getByRole("link", { name: "Articles", exact: true }).first().click();
  await second.getByRole("link", { name: "Only in Beta" }).waitFor();
});

it("keeps a text under its own organisation, also where the page is made anew", async () => {
  const [first, second] = await twoTabs();
  await visit(second, "/articles/new");
  await second.getByLabel("Text").fill("Typed in Alpha.");
  await switchTo(first, "Alpha Press", "Beta Press");
  await second.getByText("you have switched to “Beta Press”").waitFor();
  // Sets a cookie, whereupon the whole page is made anew: for Beta.
  await second.getByRole("button", { name: "Dark" }).click();
  await expect.poll(() => second.title()).toContain("Beta Press");
  expect(await second.getByLabel("Text").inputValue()).toBe("Typed in Alpha.");
  await second.getByLabel("Title").fill("Still of Alpha");
  await second.getByRole("button", { name: "Publish" }).click();
  await second.getByText("Nothing was saved: this page is of “Alpha Press”").waitFor();
  expect(await titlesOf(beta)).not.toContain("Still of Alpha");

  second.once("dialog", (dialog) => void dialog.accept());
  await visit(second, "/articles/new");
  expect(await second.getByRole("button", { name: "Bring it back" }).count()).toBe(0);
});

it("shows what was typed where a form was posted before the script had loaded", async () => {
  const { id } = await createArticle(alpha.admin, { title: "Of Alpha", content: "As saved." });
  const origin = { address: null, userAgent: null };
  const { userId } = alpha.admin;
  const { token } = await sessions().create({ userId, tenantId: alpha.id, ...origin });
  const page = await site.newPage({ as: { ...alpha.admin, token }, javaScriptEnabled: false });
  await page.goto(`/articles/${id}`);
  await page.getByLabel("Text").fill("Typed without script.");
  await useSession(page, (await sessions().create({ userId, tenantId: beta.id, ...origin })).token);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByRole("heading", { name: "Nothing was saved" }).waitFor();
  await page.getByText("this page is of “Alpha Press”, and you have switched to “Beta Press”").waitFor();
  expect(await page.getByLabel("content").inputValue()).toBe("Typed without script.");

  await page.context().clearCookies();
  await useSession(page, (await sessions().create({ userId, tenantId: alpha.id, ...origin })).token);
  await page.goto(`/articles/${id}`);
  await page.getByLabel("Text").fill("Typed while signed out.");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("You are signed out, so nothing was saved.").waitFor();
  expect(await page.getByLabel("content").inputValue()).toBe("Typed while signed out.");
});

function useSession(page: Page, value: string): Promise<void> {
  return page.context().addCookies([{ name: "masthead_session", value, url: site.url }]);
}

it.each(["signed out in another tab", "a session that was ended"])(
  "%s: says so, keeps the text, and saves it after signing in elsewhere",
  async (how) => {
    const { author } = await createTenant();
    const { id } = await createArticle(author, { content: "As saved." });
    const page = await site.newPage({ as: author });
    await visit(page, `/articles/${id}`);
    await page.getByLabel("Text").fill("In the middle of a sentence");
    if (how.startsWith("signed out")) await signOutIn(await page.context().newPage());
    else await sessions().end(author.token);
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("You are signed out.", { exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/articles/${id}`);
    expect(await page.getByLabel("Text").inputValue()).toBe("In the middle of a sentence");

    const [other] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("link", { name: "Sign in, in a new tab" }).click(),
    ]);
    await signIn(other, author);
    await page.getByText("You are signed in again.").waitFor();
    await page.getByRole("button", { name: "Save again" }).click();
    await page.getByRole("status").getByText("Saved").waitFor();
    await other.reload();
    expect(await other.getByLabel("Text").inputValue()).toBe("In the middle of a sentence");
  },
);

async function signOutIn(page: Page): Promise<void> {
  await visit(page, "/dashboard");
  await page.getByRole("contentinfo").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/login/);
}

async function signIn(page: Page, { email }: TestMember): Promise<void> {
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/articles\//);
}
