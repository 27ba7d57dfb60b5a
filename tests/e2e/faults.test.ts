import { expect, it } from "vitest";
import { asAdmin } from "../support/database";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite({ own: true });

/** The browser writes down that the server failed; here that is what the test is about. 441: while a part was rendered there. */
const expectedErrors = /React error #441|status of 500/;

/** Takes a table away from the program, or gives it back. */
function allow(verb: "grant" | "revoke", table: "events" | "articles"): Promise<unknown> {
  const direction = verb === "grant" ? "to" : "from";
  return asAdmin(site.database, (sql) => sql.unsafe(`${verb} select on ${table} ${direction} masthead_app`));
}

it("shows the dashboard's other parts when one fails, and that one when it is tried again", async () => {
  const { admin } = await createTenant();
  await createArticle(admin, { title: "Still to be seen" });
  const page = await site.newPage({ as: admin, expectedErrors });
  await allow("revoke", "events");
  try {
    await visit(page, "/dashboard");
    await page.getByText("The activity could not be loaded.").waitFor();
    await page.getByText(/If it happens again, quote \d+/).waitFor();
    await page.getByRole("link", { name: "Still to be seen" }).waitFor();
    expect(await page.getByRole("term").allTextContents()).toEqual(["Published", "Drafts", "Archived"]);
  } finally {
    await allow("grant", "events");
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Ada Admin started “Still to be seen”").waitFor();
});

it("says that a page failed, with what to quote, and leaves the way to the others", async () => {
  const { admin } = await createTenant();
  const page = await site.newPage({ as: admin, expectedErrors });
  await allow("revoke", "articles");
  try {
    const response = await page.goto("/articles");
    expect(response?.status()).toBe(500);
    await page.getByRole("heading", { name: "This page could not be shown" }).waitFor();
    await page.getByText(/If it happens again, quote \d+/).waitFor();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    expect(await page.content()).not.toContain("permission denied");
  } finally {
    await allow("grant", "articles");
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Nothing written yet").waitFor();
});
