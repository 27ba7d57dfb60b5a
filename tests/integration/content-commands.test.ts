import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();
let tenant: TestTenant;
let directory = "";

beforeAll(async () => {
  tenant = await createTenant("Commands");
  directory = mkdtempSync(path.join(tmpdir(), "masthead-commands-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a task as `npm run` does. */
async function run(task: string, args: string[], key = tenant.secretKeys.admin) {
  const child = spawn(process.execPath, ["src/bin/run.mjs", `tools/${task}.ts`, ...args], {
    env: { ...process.env, MASTHEAD_KEY: key, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { out, err, code };
}

describe("the commands", () => {
  it("import from Ghost, export, and import the export, and say how it goes", async () => {
    const url = ["--url", server.url];
    const ghost = await run("import-ghost", ["tests/fixtures/ghost/version-5.json", ...url]);
    expect(ghost).toMatchObject({ code: 1, err: "" });
    expect(ghost.out).toContain("  12 of 12 posts\n");
    expect(ghost.out).toContain("12 posts: 10 created, 0 updated, 0 unchanged, 2 refused");

    const folder = path.join(directory, "articles");
    const exported = await run("export", [folder, ...url]);
    expect(exported).toMatchObject({ code: 0, err: "" });
    expect(exported.out).toContain("  10 of 10 articles\n");
    expect(exported.out).toContain(`10 articles of Commands in ${folder}`);
    expect(readdirSync(folder)).toHaveLength(11);

    const other = await createTenant("Others");
    const imported = await run("import-markdown", [folder, ...url], other.secretKeys.author);
    expect(imported).toMatchObject({ code: 0, err: "" });
    expect(imported.out).toContain(
      "10 files: 10 created, 0 updated, 0 unchanged, 0 refused; 5 drafts among them",
    );
  });

  it("say what is wrong, and end with a code that says it too", async () => {
    const file = path.join(directory, "articles.json");
    const args = [file, "--format", "json", "--url", server.url];
    const refused = await run("export", args, tenant.secretKeys.editor);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      "The export failed: this key may not do that: 403 Insufficient permissions",
    );
    expect((await run("export", args)).code).toBe(0);
    expect(JSON.parse(readFileSync(file, "utf8")).articles).not.toHaveLength(0);
    const again = await run("export", args);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("--force") });
    const noExport = await run("import-ghost", [file, "--url", server.url]);
    expect(noExport).toMatchObject({ code: 2, err: expect.stringContaining("is not an export of Ghost") });
    expect(noExport.err).not.toContain("did not stop well");
    expect((await run("export", ["--format", "xml", file])).code).toBe(2);
  });
}, 120_000);
