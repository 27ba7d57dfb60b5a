import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { guides } from "@/app/docs/_guides/guides";
import { partsOfGuide } from "@/app/docs/_guides/parts";
import { demoArticles } from "@/server/tenants/demo-articles";
import type { Demo } from "../../scripts/dev/demo";
import { root } from "../../src/bin/support/paths";
import { createArticle, createTenant } from "../support/factories";
import { startSite } from "./support";

const site = startSite();

/** A project's folder as the guides' first lines expect it: with the credentials that `npm run dev` leaves there. */
const folder = mkdtempSync(path.join(tmpdir(), "masthead-guides-"));

beforeAll(async () => {
  const { slug, admin, secretKeys, publishableKey } = await createTenant();
  for (const article of demoArticles("the demo")) await createArticle(admin, article);
  const tenant = { slug, email: admin.email, password: "", secretKey: secretKeys.admin, publishableKey };
  const demo: Demo = { url: site.url, tenants: [tenant] };
  mkdirSync(path.join(folder, ".data"));
  writeFileSync(path.join(folder, ".data/demo.json"), JSON.stringify(demo));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The blocks for the shell of a guide. */
function shellOf(slug: string) {
  const parts = partsOfGuide(readFileSync(path.join(root, "docs/guides", `${slug}.md`), "utf8"));
  return parts.flatMap((part) => (part.kind === "code" && part.language === "sh" ? [part] : []));
}

/** curl as it is, but that it also tells the status, on the other stream. */
const prelude = `curl() { command curl --silent --show-error --max-time 60 --write-out '%{stderr}status %{http_code}\\n' "$@"; }`;

const missing = ["bash", "curl"].filter((program) => spawnSync(program, ["--version"]).error);
const note = `there is no ${missing.join(" and no ")} here`;

it.for(guides)("every line of the guide $slug answers as it says", ({ slug }, { skip }) => {
  skip(missing.length > 0, note);
  const setUp = shellOf("authentication").slice(0, 1);
  const blocks = slug === "authentication" ? shellOf(slug) : [...setUp, ...shellOf(slug)];
  const script = [prelude, ...blocks.map(({ code }) => code)].join("\n");
  const { status, stderr } = spawnSync("bash", ["-euo", "pipefail"], {
    cwd: folder,
    input: script,
    encoding: "utf8",
  });
  expect(stderr.replace(/^status \d+$/gm, "").trim()).toBe("");
  expect(status).toBe(0);
  const answered = [...stderr.matchAll(/^status (\d+)$/gm)].map(([, code]) => Number(code));
  expect(answered).toEqual(blocks.flatMap(({ statuses }) => statuses));
});

it("the README's first calls work with the demo's key", ({ skip }) => {
  skip(missing.length > 0, note);
  const readme = readFileSync(path.join(root, "README.md"), "utf8");
  const block = /```sh\n(KEY=[\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const calls = block.replace(/^npm run .*$/gm, "").replaceAll("http://localhost:3000", site.url);
  const output = execFileSync("bash", ["-euo", "pipefail"], {
    cwd: folder,
    input: [prelude, calls].join("\n"),
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
  });
  expect(output.match(/"success":true/g)).toHaveLength(2);
});
