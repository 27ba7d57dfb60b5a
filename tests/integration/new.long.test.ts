import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

/** `npm run new` in a copy of the project: what it writes passes every check as it is. */
let copy: string;

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
    cwd: copy,
    encoding: "utf8",
  });

beforeAll(() => {
  const root = process.cwd();
  copy = mkdtempSync(path.join(tmpdir(), "masthead-new-"));
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { encoding: "utf8" });
  for (const file of listed.split("\0").filter((name) => name && existsSync(name)))
    cpSync(path.join(root, file), path.join(copy, file));
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  git("init", "--quiet");
  writeFileSync(path.join(copy, ".git/info/exclude"), "node_modules\n");
  commit();
});
afterAll(() => rmSync(copy, { recursive: true }));

function commit(): void {
  git("add", "--all");
  git("commit", "--quiet", "--message=test: keep what is there");
}

/** The environment of somebody who types the command, not that of a test. */
const environment: NodeJS.ProcessEnv = { ...process.env, TEST_SERVICES: "embedded" };
for (const name of Object.keys(environment))
  if (/^(VITEST|TEST_(?!SERVICES$)|npm_|NODE_OPTIONS$)/.test(name)) delete environment[name];

/** Runs `npm run …` in the copy. */
function npmRun(args: string[], signal: AbortSignal): Promise<{ code: unknown; output: string }> {
  const options = {
    cwd: copy,
    env: environment,
    signal,
    maxBuffer: 2 ** 26,
  };
  return new Promise((resolve) => {
    execFile("npm", ["run", ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}

it("leaves nothing behind where something fails half-way", async ({ signal }) => {
  const broken = path.join(copy, "src/db/schema/broken.ts");
  writeFileSync(broken, 'throw new Error("this schema is broken");\n');
  const { code, output } = await npmRun(["new", "--", "newsletters", "--dirty"], signal);
  expect([code, output]).toEqual([1, expect.stringContaining("this schema is broken")]);
  expect(git("status", "--porcelain")).toBe("?? src/db/schema/broken.ts\n");
  const refused = await npmRun(["new", "--", "newsletters"], signal);
  expect([refused.code, refused.output]).toEqual([2, expect.stringContaining("commit them first")]);
  rmSync(broken);
}, 120_000);

it("writes a resource that passes every check", async ({ signal }) => {
  const written = await npmRun(["new", "--", "newsletters"], signal);
  expect([written.code, written.output]).toEqual([0, expect.stringContaining("wrote anew")]);
  const files = git("status", "--porcelain", "--untracked-files=all").trim().split("\n");
  expect(files.filter((line) => line.startsWith("??"))).toHaveLength(14);
  commit();
  const checked = await npmRun(["validate"], signal);
  expect([checked.code, checked.output]).toEqual([0, expect.stringContaining("3 passed, 0 failed")]);
}, 600_000);

const whole = [
  "tests/unit/generated.test.ts",
  "tests/unit/permissions.test.ts",
  "tests/integration/newsletters.test.ts",
  ...["catalog", "row-security", "schema"].map((name) => `tests/isolation/${name}.test.ts`),
];
const byName = [
  "tests/integration/statements.test.ts",
  "tests/contract/statuses.test.ts",
  ...["lists", "mass-assignment", "matrix"].map((name) => `tests/isolation/${name}.test.ts`),
];

it.each([
  ["its own tests, and those of tables", whole],
  ["what is in the tests of operations about it", [...byName, "--testNamePattern=[Nn]ewsletter"]],
])(
  "passes %s",
  async (_name, args) => {
    const signal = AbortSignal.timeout(590_000);
    const projects = ["unit", "integration", "isolation", "contract"].map((name) => `--project=${name}`);
    const { code, output } = await npmRun(["test", "--", ...projects, ...args], signal);
    expect([code, output]).toEqual([0, expect.stringMatching(/^\d+ passed, 0 failed/m)]);
  },
  600_000,
);

it("is refused once it is there", async ({ signal }) => {
  const { code, output } = await npmRun(["new", "--", "newsletters"], signal);
  expect([code, output]).toEqual([2, expect.stringContaining("There is already")]);
  expect(git("status", "--porcelain")).toBe("");
}, 120_000);
