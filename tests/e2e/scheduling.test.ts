import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { momentOf } from "@/lib/zoned-time";
import { root } from "../../src/bin/support/paths";
import { asAdmin } from "../support/database";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

/** Of its own: nobody else starts a worker there. */
const site = startSite({ own: true });
const workers: ChildProcess[] = [];

afterEach(() => void workers.splice(0).map((worker) => worker.kill("SIGKILL")));

/** `npm run worker`, on the site's database. Ends with this process, however that ends. */
function startWorker(): ChildProcess {
  const flags = [
    "--import",
    path.join(root, "src/bin/support/tether.mjs"),
    "--conditions=react-server",
    "--import",
    "tsx",
  ];
  const worker = spawn(process.execPath, [...flags, path.join(root, "src/bin/worker.ts")], {
    cwd: root,
    env: { ...process.env, MASTHEAD_TETHER: "3" },
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  workers.push(worker);
  return worker;
}

const schedule = (page: Page) => page.getByRole("button", { name: /^(Schedule|Change the schedule)$/ });
const storedOf = async (id: string) => {
  const [row] = await asAdmin(
    site.database,
    (sql) => sql`select publish_at, unpublish_at, status from articles where id = ${id}`,
  );
  return row;
};
const year = new Date().getUTCFullYear() + 1;

it("schedules in the browser's own time zone, lists it, and cancels it", async () => {
  const { editor } = await createTenant();
  const { id } = await createArticle(editor, { title: "In spring" });
  const page = await site.newPage({ as: editor, timezoneId: "Europe/Berlin" });
  await visit(page, `/articles/${id}`);
  await page.getByText("In the time zone Europe/Berlin.").first().waitFor();
  await page.getByLabel("Publish at", { exact: true }).fill(`${year}-06-03T09:00`);
  await page.getByLabel("Unpublish at").fill(`${year}-12-03T09:00`);
  await schedule(page).click();
  await page.getByText(`Will be published on 3 June ${year}, 09:00 CEST`).waitFor();
  await page.getByText(`Will be unpublished on 3 December ${year}, 09:00 CET`).waitFor();
  expect(await storedOf(id)).toEqual({
    publish_at: momentOf(`${year}-06-03T07:00`, "UTC"),
    unpublish_at: momentOf(`${year}-12-03T08:00`, "UTC"),
    status: "draft",
  });
  await visit(page, "/articles");
  await page.getByText("Scheduled articles wait: no worker is running").waitFor();
  await page.getByRole("link", { name: "Scheduled" }).click();
  await page.getByText(`scheduled for 3 June ${year}, 09:00 CEST`).waitFor();
  await page.getByRole("link", { name: "In spring" }).click();
  await page.getByRole("button", { name: "Cancel the schedule" }).click();
  await page.getByText("To have it published without you, say when.").waitFor();
  expect(await storedOf(id)).toEqual({ publish_at: null, unpublish_at: null, status: "draft" });
});

it("says beside the field what is wrong with a time", async () => {
  const { editor } = await createTenant();
  const { id } = await createArticle(editor);
  const page = await site.newPage({ as: editor, timezoneId: "Europe/Berlin" });
  await visit(page, `/articles/${id}`);
  const field = page.getByLabel("Publish at", { exact: true });
  const lastSunday = 31 - new Date(Date.UTC(year, 2, 31)).getUTCDay();
  for (const [value, message] of [
    ["", "Must be a date and time"],
    // Clocks are put forward.
    [`${year}-03-${lastSunday}T02:30`, "Is no time of that day in Europe/Berlin"],
    ["2020-06-03T09:00", "Must be in the future; to publish it now, publish it"],
  ] as const) {
    await field.fill(value);
    await schedule(page).click();
    await page.getByText(message).first().waitFor();
    expect(await field.inputValue()).toBe(value);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
  }
  expect(await storedOf(id)).toMatchObject({ publish_at: null });
});

it("works without script, in UTC", async () => {
  const { author } = await createTenant();
  const { id } = await createArticle(author);
  const page = await site.newPage({ as: author, javaScriptEnabled: false, timezoneId: "Europe/Berlin" });
  await page.goto(`/articles/${id}`);
  await page.getByText("In the time zone UTC.").first().waitFor();
  const field = page.getByLabel("Publish at", { exact: true });
  await field.fill("2020-06-03T09:00");
  await schedule(page).click();
  await page.getByText("Must be in the future").waitFor();
  expect(await field.inputValue()).toBe("2020-06-03T09:00");
  await field.fill(`${year}-06-03T09:00`);
  await schedule(page).click();
  await page.getByText(`Will be published on 3 June ${year}, 09:00 UTC`).waitFor();
  expect(await storedOf(id)).toMatchObject({ publish_at: momentOf(`${year}-06-03T09:00`, "UTC") });
});

it("appears on the public page at its time, also where the worker was killed before", async () => {
  const { editor, slug } = await createTenant();
  const { id } = await createArticle(editor, { title: "On time", slug: "on-time" });
  const killed = startWorker();
  const page = await site.newPage({ as: editor, timezoneId: "UTC" });
  await visit(page, `/articles/${id}`);
  const at = new Date(Date.now() + 10_000).toISOString().slice(0, 19);
  await page.getByLabel("Publish at", { exact: true }).fill(at);
  await schedule(page).click();
  await page.getByText("Will be published on").waitFor();
  const ended = once(killed, "exit");
  killed.kill("SIGKILL");
  await ended;
  startWorker();
  const isShown = async () => (await fetch(`${site.url}/p/${slug}/on-time`)).status === 200;
  while (!(await isShown())) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await storedOf(id)).toEqual({ publish_at: null, unpublish_at: null, status: "published" });
  const events = await asAdmin(
    site.database,
    (sql) => sql`select from events where subject_id = ${id} and type = 'article.published'`,
  );
  expect(events).toHaveLength(1);
});
