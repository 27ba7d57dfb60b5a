import { expect, it } from "vitest";
import { createTenant, password } from "../support/factories";
import { startSite } from "./support";

const site = startSite();

it("lets people sign in, write, publish and sign out with JavaScript turned off", async () => {
  const { author, slug } = await createTenant();
  const page = await site.newPage({ javaScriptEnabled: false });
  await page.goto("/articles/new");
  expect(new URL(page.url()).pathname).toBe("/login");
  await page.getByLabel("Mail address").fill(author.email);
  await page.getByLabel("Password", { exact: true }).fill("wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The mail address or the password is wrong").waitFor();
  expect(await page.getByLabel("Mail address").inputValue()).toBe(author.email);
  expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/articles/new");

  await page.getByLabel("Text").fill("Plain\nand *simple*.");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Must not be empty").waitFor();
  expect(await page.getByLabel("Text").inputValue()).toBe("Plain\nand *simple*.");
  await page.getByLabel("Title").fill("Without script");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/articles\/[0-9a-f-]{36}$/);
  expect(await page.getByRole("region", { name: "Preview" }).locator("em").textContent()).toBe("simple");

  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("link", { name: "On the public page" }).waitFor();
  await page.getByLabel("Your comment").fill("Works.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("heading", { name: "1 comment" }).waitFor();
  await page.getByRole("button", { name: "Like" }).click();
  expect(await page.getByRole("button", { name: "Like" }).getAttribute("aria-pressed")).toBe("true");

  await page.goto("/articles?status=published");
  await page.getByRole("searchbox").fill("simple");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Without script" }).waitFor();
  await page.goto(`/p/${slug}/without-script`);
  await page.getByRole("heading", { name: "Without script", level: 1 }).waitFor();
  await page.goto("/articles");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/login");
});

it("keeps a conflict a conflict without JavaScript", async () => {
  const { author } = await createTenant();
  const page = await site.newPage({ as: author, javaScriptEnabled: false });
  const other = await site.newPage({ as: author });
  await page.goto("/articles/new");
  await page.getByLabel("Title").fill("Twice");
  await page.getByLabel("Text").fill("First.");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/articles\/[0-9a-f-]{36}$/);
  await other.goto(page.url());
  await other.getByLabel("Text").fill("Second.");
  await other.getByRole("button", { name: "Save draft" }).click();
  await other.getByRole("status").getByText("Saved").waitFor();
  await page.getByLabel("Text").fill("Third.");
  for (let attempt = 0; attempt < 2; attempt++) {
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Somebody else saved this article after you opened it.").waitFor();
    expect(await page.getByLabel("Text").inputValue()).toBe("Third.");
  }
});
