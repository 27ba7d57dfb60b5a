import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { startNode } from "../support/processes";
import { atShutdown } from "../support/shutdown";
import { none, type Totals } from "./report";

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

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
  if (!report) {
    console.error(`Vitest ended with ${code} and left no report.`);
    return { ...none, failed: 1 };
  }
  // A file that could not be loaded, or whose hooks failed, counts as one failure: its tests never ran.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  ).length;
  const totals = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return { ...totals, failed: totals.failed + unexplained(totals, code) };
}

/** 1 where something is wrong that no single test shows: an unhandled error, or no test at all. */
function unexplained({ passed, failed }: Totals, code: number): number {
  if (failed > 0) return 0;
  if (code !== 0) console.error(`Vitest ended with ${code} though no test failed; see its messages above.`);
  else if (passed === 0) console.error("Vitest ran no test.");
  return code !== 0 || passed === 0 ? 1 : 0;
}

function read(file: string): z.infer<typeof resultSchema> | undefined {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
