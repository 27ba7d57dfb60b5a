import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { createTenant, password } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("can be signed in to, written with and signed out of by keyboard alone", async () => {
  const { author } = await createTenant();
  const page = await site.newPage();
  await visit(page, "/login");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("email");
  await page.keyboard.type(author.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard");

  await tabTo(page, "Write an article");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/articles/new");
  await tabTo(page, "title");
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Tab");
  await page.keyboard.type("All of it.");
  await page.keyboard.press("Control+s");
  await page.waitForURL(/\/articles\/[0-9a-f-]{36}$/);

  await tabTo(page, `Account of ${author.context.actor.type === "member" ? author.context.actor.name : ""}`);
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
  await expect.poll(() => focused(page)).toBe("Your account");
  await page.keyboard.press("End");
  await expect.poll(() => focused(page)).toBe("Sign out");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/login");
});

it("shows where the focus is", async () => {
  const { admin } = await createTenant();
  const page = await site.newPage({ as: admin });
  for (const path of ["/articles", "/articles/new", "/settings/api-keys"]) {
    await visit(page, path);
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => {
        const element = document.activeElement;
        return element && element !== document.body ? getComputedStyle(element).outlineStyle : "solid";
      });
      expect([path, await focused(page), outline]).toEqual([path, await focused(page), "solid"]);
    }
  }
});

/** What has the focus, by its label, its field's name or its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement === document.body ? null : document.activeElement;
    return (
      element?.getAttribute("aria-label") ??
      element?.getAttribute("name") ??
      element?.textContent?.trim() ??
      ""
    );
  });
}

async function tabTo(page: Page, name: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).includes(name)) return;
  }
  throw new Error(`the Tab key does not reach "${name}"`);
}
