import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { partsOfGuide } from "@/app/docs/_guides/parts";
import { root } from "../../src/bin/support/paths";
import { compileErrors, generatedClient } from "../support/client";
import { createArticle, createTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();
const client = generatedClient();

it("the guide's TypeScript compiles at its strictest with the generated client, and does what it says", async () => {
  const { admin, secretKeys } = await createTenant();
  await createArticle(admin, { title: "A published one", status: "published" });
  const guide = readFileSync(path.join(root, "docs/guides/typed-client.md"), "utf8");
  const blocks = partsOfGuide(guide).filter((part) => part.kind === "code" && part.language === "ts");
  const file = path.join(client.directory, "guide.ts");
  writeFileSync(file, blocks.map((part) => (part.kind === "code" ? part.code : "")).join("\n"));
  expect(compileErrors(file)).toEqual([]);

  const env = { ...process.env, MASTHEAD_URL: server.url, MASTHEAD_KEY: secretKeys.editor };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
    env,
    cwd: root,
  });
  expect(stdout.trim().split("\n")).toEqual([
    expect.stringMatching(/^A published one Ada Admin$/),
    "There is no such article.",
    expect.stringMatching(/^It is a draft still\. .{8,}$/),
    "Typed and merged",
  ]);
}, 120_000);

it("the guide of the feed follows with the generated client", async () => {
  const { admin, secretKeys } = await createTenant();
  const guide = readFileSync(path.join(root, "docs/guides/keeping-a-copy.md"), "utf8");
  const [block] = partsOfGuide(guide).filter((part) => part.kind === "code" && part.language === "ts");
  const file = path.join(client.directory, "feed.ts");
  // From the beginning, since nobody writes while this runs.
  writeFileSync(file, block?.kind === "code" ? block.code.replace('after: "latest", ', "") : "");
  expect(compileErrors(file)).toEqual([]);
  await createArticle(admin, { title: "Followed", status: "published" });
  const env = { ...process.env, MASTHEAD_URL: server.url, MASTHEAD_KEY: secretKeys.viewer };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
    env,
    cwd: root,
  });
  expect(stdout.trim().split("\n")).toEqual([
    "Followed followed",
    expect.stringMatching(/^Next time from [\w-]+$/),
  ]);
}, 120_000);
