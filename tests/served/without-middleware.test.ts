import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember, createArticle, createTenant, type TestTenant } from "../support/factories";
import { actionCases, pageCases } from "../support/resources/collected";
import { expectedAction } from "../support/resources/expected";
import { makeFixture } from "../support/resources/make";
import { makePerson, type PersonName } from "../support/resources/people";
import { startServed } from "../support/served";
import { askAction, askPage } from "./ask";

/** The same build by Next alone, with the middleware unplugged: Next learns from this one file that there is one. */
const directory = withoutMiddleware();
const served = startServed({ directory, script: "tests/support/serve-through-next.ts" });
const outsiders: PersonName[] = ["signed out", "ended session", "suspended member", "admin key"];
let own: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  own = await createTenant("Unmistakable Gazette");
  other = await createTenant("Other");
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function withoutMiddleware(): string {
  const copy = mkdtempSync(path.join(tmpdir(), "masthead-without-middleware-"));
  for (const name of readdirSync(".").filter((entry) => ![".next", ".data", ".git"].includes(entry)))
    symlinkSync(path.resolve(name), path.join(copy, name));
  cpSync(".next", path.join(copy, ".next"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !/\.next\/(cache|dev|trace)/.test(source),
  });
  const file = path.join(copy, ".next/server/functions-config-manifest.json");
  const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
  expect(manifest).toHaveProperty("functions./_middleware");
  writeFileSync(file, JSON.stringify({ version: 1, functions: {} }));
  return copy;
}

it("is what is tested here: nothing sets the middleware's headers", async () => {
  const { headers } = await fetch(`${served.url}/login`);
  expect(headers.get("content-security-policy")).toBeNull();
  expect(headers.get("x-request-id")).toBeNull();
});

describe("without the middleware", () => {
  const staff = Object.entries(pageCases).filter(([, { audience }]) => audience === "staff");

  it.each(staff)("%s sends whoever is no member to sign in", async (page) => {
    const { id } = await createArticle(own.admin, { title: "Unmistakable secret" });
    for (const name of outsiders) {
      const person = await makePerson(name, { own, other, database: served.database });
      const seen = await askPage(served.url, page, { id }, person);
      expect([name, seen.answer]).toEqual([name, "sign in"]);
      expect(seen.text).not.toContain("Unmistakable");
    }
  });

  const guarded = Object.entries(actionCases).filter(([, { allowed }]) => allowed !== "visitors");

  it.each(guarded)("%s does nothing for whoever is no member", async (name, expectation) => {
    const member = await addMember(own.admin.context, "viewer");
    const ids = await makeFixture(expectation, { tenant: own, member, elsewhere: other });
    for (const outsider of outsiders) {
      const person = await makePerson(outsider, { own, other, database: served.database });
      const { answer } = await askAction(served.url, { name, ids, form: expectation.form(ids) }, person);
      // Signing out is for everybody; it is only the middleware that asks for a cookie first.
      const expected = name === "signOutAction" ? "done" : expectedAction(expectation, outsider);
      expect([outsider, answer]).toEqual([outsider, expected]);
    }
  });
});
