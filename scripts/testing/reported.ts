import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { atShutdown } from "../../src/bin/support/shutdown";
import { environmentOf, startTestServices } from "../services/test-services";
import { testEnvironment } from "./environment";
import type { Totals } from "./report";
import { runVitest } from "./vitest";

/** Runs Vitest with the services it needs and collects the figures that tests report (`tests/support/report.ts`). */
export async function runReported(
  args: string[],
  environment: Record<string, string>,
): Promise<{ totals: Totals; lines: string[] }> {
  const services = await startTestServices();
  atShutdown("the test services", services.stop);
  const directory = mkdtempSync(path.join(tmpdir(), "masthead-report-"));
  const file = path.join(directory, "figures.txt");
  const env = {
    ...testEnvironment("all"),
    ...environmentOf(services),
    ...environment,
    TEST_REPORT_FILE: file,
  };
  const totals = await runVitest(args, env);
  const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  rmSync(directory, { recursive: true, force: true });
  return { totals, lines };
}
