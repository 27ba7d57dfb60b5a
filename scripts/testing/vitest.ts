import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { root } from "../../src/bin/support/paths";
import { startNode } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";
import { add, none, type Totals } from "./report";

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

type Report = z.infer<typeof resultSchema>;

/** Runs Vitest with its usual report on the terminal, and counts from its JSON report. */
export async function runVitest(args: string[], env: NodeJS.ProcessEnv): Promise<Totals> {
  const directory = mkdtempSync(path.join(tmpdir(), "masthead-vitest-"));
  const file = path.join(directory, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const child = startNode(["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args], { env });
  const tidy = () => rmSync(directory, { recursive: true, force: true });
  const forget = atShutdown("Vitest", async () => {
    await child.stop(5_000);
    tidy();
  });
  const code = await child.exited;
  forget();
  const totals = count(file, code);
  tidy();
  return totals;
}

function count(file: string, code: number): Totals {
  const report = read(file);
  if (!report) return broken(`Vitest ended with ${code} and left no report`);
  const failures = report.testResults.filter(({ status }) => status === "failed").flatMap(failuresOf);
  const totals = {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
  return failures.length > 0 ? totals : add(totals, unexplained(totals, code));
}

/** A file that could not be loaded, or whose hooks failed, counts as one failure: its tests never ran. */
function failuresOf({ name, assertionResults }: Report["testResults"][number]): string[] {
  const file = path.relative(root, name);
  const tests = assertionResults.filter(({ status }) => status === "failed");
  return tests.length > 0 ? tests.map(({ fullName }) => `${file} > ${fullName}`) : [file];
}

/** Something is wrong that no single test shows: an unhandled error, or no test at all. */
function unexplained({ passed }: Totals, code: number): Totals {
  if (code !== 0) return broken(`Vitest ended with ${code} though no test failed; see its messages above`);
  return passed === 0 ? broken("Vitest ran no test") : none;
}

function broken(why: string): Totals {
  return { ...none, failed: 1, failures: [why] };
}

function read(file: string): Report | undefined {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
