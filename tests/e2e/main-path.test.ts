import { expect, it } from "vitest";
import { anEmail, password } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("leads from signing up to a published article, and back to a protected page after signing out", async () => {
  const page = await site.newPage();
  const email = anEmail("reader");

  await visit(page, "/");
  await page.getByRole("link", { name: "Start your publication" }).click();
  await page.getByLabel("Organisation", { exact: true }).fill("The Tidal Review");
  await page.getByText("/p/the-tidal-review-…").waitFor();
  await page.getByLabel("Address of the public pages").fill("tidal-review");
  await page.getByText("/p/tidal-review", { exact: true }).waitFor();
  await page.getByLabel("Your name").fill("Ines Costa");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create the organisation" }).click();
  await page.waitForURL("**/dashboard");
  await page.getByText("Ines Costa started the organisation “The Tidal Review”").waitFor();

  await page.getByRole("link", { name: "Write the first article" }).click();
  await page.getByLabel("Title").fill("Spring tide");
  await page.getByLabel("Text").fill("The sea came **very** far.\n\n- up\n- down\n");
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByText("very", { exact: true }).waitFor();
  expect(await preview.locator("strong").textContent()).toBe("very");
  expect(await preview.locator("li").count()).toBe(2);
  await page.getByLabel("Tags").fill("Sea, Spring");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/articles\/[0-9a-f-]{36}$/);

  await page.getByLabel("Title").fill("Spring tide at last");
  await page.getByRole("status").getByText("Not saved yet").waitFor();
  await page.keyboard.press("Control+s");
  await page.getByRole("status").getByText("Saved").waitFor();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("link", { name: "On the public page" }).waitFor();
  expect(await page.getByRole("button", { name: "Unpublish" }).isVisible()).toBe(true);

  const like = page.getByRole("button", { name: "Like" });
  await like.click();
  await expect.poll(() => like.getAttribute("aria-pressed")).toBe("true");
  await page.getByText("1 like").waitFor();
  await page.getByLabel("Your comment").fill("I was there.\nIt was loud.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("heading", { name: "1 comment" }).waitFor();
  expect(await page.getByLabel("Your comment").inputValue()).toBe("");

  await page.getByRole("link", { name: "On the public page" }).click();
  await page.waitForURL("**/p/tidal-review/spring-tide");
  await page.getByRole("heading", { name: "Spring tide at last", level: 1 }).waitFor();
  expect(await page.locator("article strong").first().textContent()).toBe("very");
  await page.getByText("I was there.").waitFor();
  await page.getByText("1 like").waitFor();
  expect(await page.locator('link[rel="canonical"]').getAttribute("href")).toBe(
    `${site.url}/p/tidal-review/spring-tide`,
  );

  await visit(page, "/dashboard");
  await page.getByText("published “Spring tide at last”").waitFor();
  await page.getByRole("button", { name: "Account of Ines Costa" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/login");

  await visit(page, "/articles?status=published");
  expect(new URL(page.url()).pathname).toBe("/login");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/articles?status=published");
  await page.getByRole("link", { name: "Spring tide at last" }).waitFor();
});
