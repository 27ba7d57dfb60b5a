import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../src/bin/support/paths";
import { callJson } from "../support/api";
import { compileErrors, generatedClient } from "../support/client";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();
const client = generatedClient();
const example = path.join(root, "examples/blog");
const hidden = "hidden from everybody";

let tenant: TestTenant;

beforeAll(async () => {
  cpSync(example, client.directory, {
    recursive: true,
    filter: (file) => !/(node_modules|dist|masthead\.ts)$/.test(file),
  });
  tenant = await createTenant("The Harbour & Tide");
  const { admin } = tenant;
  for (let number = 1; number <= 11; number++) {
    const publishedAt = new Date(Date.UTC(2026, 0, number));
    await createArticle(admin, {
      title: `Number ${number}`,
      status: "published",
      publishedAt,
      tags: ["Even & odd"],
    });
  }
  const attack = `<script>attack()</script> [link](javascript:attack()) ![](x "y" onerror=attack())\n\n<img src=x onerror=attack()>`;
  await createArticle(admin, {
    title: '<img src=x onerror="attack()">',
    content: `${attack}\n\n| a |\n| - |\n| b |\n`,
    slug: "attack",
    status: "published",
    tags: ["<b>Bold</b>"],
  });
  await createArticle(admin, { title: `A draft ${hidden}`, content: hidden, tags: [hidden] });
  const { id } = await createArticle(admin, { title: `Withdrawn ${hidden}`, content: hidden });
  for (const step of ["publish", "unpublish"]) {
    const { status } = await callJson("POST", `/api/v1/articles/${id}/${step}`, { session: admin.token });
    expect(status).toBe(200);
  }
  const other = await createTenant();
  await createArticle(other.admin, { title: `Another's ${hidden}`, content: hidden, status: "published" });
});

/** Runs the example as its README says, and resolves to what it says and its exit code. */
async function build(key: string): Promise<{ code: number; said: string }> {
  const env = { ...process.env, MASTHEAD_URL: server.url, MASTHEAD_KEY: key };
  const run = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", path.join(client.directory, "build.ts")],
    { env, cwd: root },
  );
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  );
}

/** The site's files by their path in it. */
function readSite(): Map<string, string> {
  const dist = path.join(client.directory, "dist");
  const names = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(path.join(dist, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(path.join(dist, name), "utf8")]));
}

describe("the example of a blog", () => {
  it("compiles at its strictest with a client made today", () => {
    expect(compileErrors(path.join(client.directory, "build.ts"))).toEqual([]);
  }, 120_000);

  it("has the same versions of packages as this project", () => {
    const read = (folder: string) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const ours = { ...read(root).dependencies, ...read(root).devDependencies };
    const { dependencies } = read(example);
    expect(Object.keys(dependencies).map((name) => [name, ours[name]])).toEqual(Object.entries(dependencies));
  });

  it("refuses a secret key, which would read drafts", async () => {
    const { code, said } = await build(tenant.secretKeys.viewer);
    expect(code).toBe(2);
    expect(said).toContain("must be a publishable key");
  });

  it("shows all that is published, and nothing else", async () => {
    const { code, said } = await build(tenant.publishableKey);
    expect(said).toContain("12 articles on 17 pages");
    expect(code).toBe(0);
    const site = readSite();
    expect([...site.keys()].filter((name) => name.startsWith("articles/"))).toHaveLength(12);
    expect(site.get("index.html")).toContain("The Harbour &#38; Tide");
    expect(site.get("index.html")).toContain("Page 1 of 2");
    expect(site.get("page-2.html")).toContain("Number 1</a>");
    expect(site.get("page-2.html")).not.toContain("Number 11");
    expect(site.get("articles/number-3.html")).toContain("<em>content</em>");
    for (const [name, text] of site) expect(text, name).not.toContain(hidden);
  });

  it("has no link that leads nowhere, and no script", async () => {
    await build(tenant.publishableKey);
    const site = readSite();
    for (const [name, text] of site) {
      if (!name.endsWith(".html")) continue;
      for (const [, link = ""] of text.matchAll(/ href="([^"#]+)"/g)) {
        expect(site.has(path.posix.join(path.posix.dirname(name), decodeURIComponent(link))), link).toBe(
          true,
        );
      }
      expect(text).not.toMatch(/<script|<[^>]* on\w+=|="javascript:/);
    }
    expect(site.get("articles/attack.html")).toContain("&#60;img src=x onerror=&#34;attack()&#34;&#62;</h1>");
  });
});
