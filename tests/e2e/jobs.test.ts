import { expect, it } from "vitest";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { enqueue } from "../support/jobs";
import { aTask } from "../support/jobs-task";
import { startSite, visit } from "./support";

const site = startSite();

/** A job that a worker has given up, as it is stored then. */
async function failedJob({ admin }: TestTenant, name: string): Promise<string> {
  const id = await enqueue(admin.context, aTask({ name }), "x", { delayMs: 3_600_000 });
  await asAdmin(
    site.database,
    (sql) => sql`update jobs set state = 'failed', attempts = 3, finished_at = now(),
      last_error = 'The receiver answered <b>503</b>.' where id = ${id}`,
  );
  return id;
}

it("shows admins what failed and why, and lets them retry and discard it, by keyboard", async () => {
  const tenant = await createTenant();
  const page = await site.newPage({ as: tenant.admin });
  await visit(page, "/settings/organisation");
  await page.getByRole("link", { name: "Jobs" }).click();
  await page.getByText("No jobs yet").waitFor();
  await page.getByText("No worker is running, so nothing is done until one is.").waitFor();

  await failedJob(tenant, "tests.first");
  await failedJob(tenant, "tests.second");
  await visit(page, "/settings/jobs");
  await page.getByRole("link", { name: "Failed 2" }).click();
  expect(await page.getByText("The receiver answered <b>503</b>.").count()).toBe(2);
  await page.getByRole("button", { name: "Retry: tests.first" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Failed 1" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("list");
  await page.getByRole("button", { name: "Discard: tests.second" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("No such jobs").waitFor();
  await page.getByRole("link", { name: "Waiting 1" }).click();
  await page.getByRole("heading", { name: "tests.first" }).waitFor();

  await visit(page, "/settings/audit-log");
  await page.getByRole("cell", { name: "Job retried" }).waitFor();
  await page.getByRole("cell", { name: "Job discarded" }).waitFor();
});

it("does so without script, and shows what is no longer so", async () => {
  const tenant = await createTenant();
  const id = await failedJob(tenant, "tests.failed");
  const page = await site.newPage({ as: tenant.admin, javaScriptEnabled: false });
  await page.goto("/settings/jobs");
  await asAdmin(site.database, (sql) => sql`update jobs set state = 'done' where id = ${id}`);
  await page.getByRole("button", { name: "Retry: tests.failed" }).click();
  await page.getByRole("link", { name: "Done 1" }).waitFor();
  await asAdmin(site.database, (sql) => sql`update jobs set state = 'failed' where id = ${id}`);
  await page.goto("/settings/jobs?state=failed");
  await page.getByRole("button", { name: "Retry: tests.failed" }).click();
  await page.getByText("No such jobs").waitFor();
});

it("is closed to everybody else", async () => {
  const tenant = await createTenant();
  const page = await site.newPage({ as: tenant.editor });
  await visit(page, "/settings/jobs");
  await page.getByText("Admins look after the organisation’s background work.").waitFor();
});
