import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, ElementContext } from "axe-core";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { changeName } from "@/server/auth/account";
import { createComment } from "@/server/comments/service";
import { invite } from "@/server/members/invitations";
import { createArticle, createTenant } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();
const notFoundError = /status of 404/;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Each page with what makes pages break: long words, wide tables, long lines of code, many tags. */
async function everyPage() {
  const tenant = await createTenant("A Publication With Quite A Long Name Indeed");
  const title = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen and what became of it";
  const content = `# Heading\n\n${"A rather long sentence. ".repeat(40)}\n\n| ${"A wide column | ".repeat(12)}\n| ${"--- | ".repeat(12)}\n| ${"with_a_long_word | ".repeat(12)}\n\n\`\`\`\n${"code ".repeat(60)}\n\`\`\`\n\n- [ ] task\n\n${"x".repeat(300)}\n\n[link](https://example.org/${"path/".repeat(30)}) and a note[^1].\n\n[^1]: Below.\n`;
  const tags = ["First", "Second", "A tag of several words", "Third", "x".repeat(50)];
  const article = await createArticle(tenant.admin, { title, content, tags, status: "published" });
  // A title of one word, as long as a title may be; and as long a name.
  const wide = await createArticle(tenant.admin, {
    title: "W".repeat(200),
    content: "w".repeat(500),
    status: "published",
  });
  await changeName(tenant.admin.context, "N".repeat(80));
  await createComment(tenant.admin.context, article.id, `Yes.\n${"y".repeat(200)}`);
  for (let number = 0; number < 25; number++)
    await createArticle(tenant.admin, { title: `Number ${number}`, status: "published" });
  const visitor = ["/", "/login?next=%2Farticles", "/register", "/forgot-password", "/nowhere"];
  const open = [
    ...visitor,
    ...["", "/api", "/api/articles", "/api/errors", "/conditional-requests", "/nowhere"].map(
      (path) => `/docs${path}`,
    ),
    `/reset-password/${"a".repeat(43)}`,
    `/p/${tenant.slug}`,
    `/p/${tenant.slug}?page=2`,
    `/p/${tenant.slug}?tag=first`,
    `/p/${tenant.slug}/${article.slug}`,
    `/p/${tenant.slug}/${wide.slug}`,
    `/p/${tenant.slug}/nowhere`,
  ];
  const ours = [
    "/dashboard",
    "/articles",
    "/articles?q=nothing-at-all",
    "/articles/new",
    "/comments",
    "/comments?status=approved",
    `/articles/${article.id}`,
    `/articles/${article.id}/history`,
    `/articles/${wide.id}`,
    `/articles/${wide.id}/history`,
  ];
  const settings = ["api-keys", "audit-log", "members", "organisation", "profile", "security"].map(
    (name) => `/settings/${name}`,
  );
  const email = `a.rather.long.address.of.somebody.${"x".repeat(60)}@example.org`;
  await invite(tenant.admin.context, { email, role: "author" });
  return { tenant, article, open, ours: [...ours, "/articles/not-an-id", ...settings] };
}

it("has no page that scrolls sideways on a phone", async () => {
  const { tenant, article, open, ours } = await everyPage();
  const phone = {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    expectedErrors: notFoundError,
  };
  const visitor = await site.newPage(phone);
  const member = await site.newPage({ ...phone, as: tenant.admin });
  const reader = await site.newPage({ ...phone, as: tenant.viewer });
  const visits: [Page, string][] = [
    ...open.map((path): [Page, string] => [visitor, path]),
    ...ours.map((path): [Page, string] => [member, path]),
    [reader, `/articles/${article.id}`],
    [reader, "/settings/api-keys"],
  ];
  for (const [page, path] of visits) {
    await visit(page, path);
    expect([path, await sidewaysPx(page)]).toEqual([path, 0]);
  }
  await visit(member, `/articles/${article.id}`);
  await member.getByRole("button", { name: "Preview" }).click();
  expect(await member.getByRole("region", { name: "Preview" }).isVisible()).toBe(true);
  expect(await sidewaysPx(member)).toBe(0);
});

it.each(["light", "dark"] as const)(
  "has no serious fault of accessibility on any page, %s",
  async (colorScheme) => {
    const { tenant, article, open, ours } = await everyPage();
    // axe is put into the page as a script, which the policy would rightly refuse.
    const options = { colorScheme, bypassCSP: true, expectedErrors: notFoundError };
    const visitor = await site.newPage(options);
    for (const path of open) await expectAccessible(visitor, path);
    const member = await site.newPage({ ...options, as: tenant.admin });
    for (const path of ours) await expectAccessible(member, path);
    const reader = await site.newPage({ ...options, as: tenant.viewer });
    for (const path of [`/articles/${article.id}`, "/settings/api-keys"])
      await expectAccessible(reader, path);

    await visit(visitor, "/register");
    await visitor.getByRole("button", { name: "Create the organisation" }).click();
    await visitor.getByText("Please check the fields below.").waitFor();
    await expectAccessible(visitor);
    await visit(member, `/articles/${article.id}`);
    await member.getByRole("button", { name: "Delete", exact: true }).click();
    await member.getByRole("alertdialog").getByRole("button", { name: "Keep it" }).waitFor();
    await expectAccessible(member);
    await member.keyboard.press("Escape");
    await member.getByRole("button", { name: /^Account of/ }).click();
    await member.getByRole("menuitem", { name: "Sign out" }).waitFor();
    await expectAccessible(member);
  },
);

async function expectAccessible(page: Page, path?: string): Promise<void> {
  if (path) await visit(page, path);
  await untilStill(page);
  await page.evaluate(axeSource);
  const results = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run(context: ElementContext): Promise<AxeResults> } };
    // Base UI's dialogs hold the focus with elements that pass it on at once: hidden, and yet focusable on purpose.
    return axe.run({ exclude: "[data-base-ui-focus-guard]" });
  });
  const faults = results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.html)
          .join(" | ")
          .slice(0, 300)}`,
    );
  expect({ page: page.url(), faults }).toEqual({ page: page.url(), faults: [] });
}

function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Halfway through a transition colours are between what they were and what they will be. */
async function untilStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== "running" || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  );
}
