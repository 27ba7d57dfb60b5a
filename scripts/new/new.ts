import { parseArgs } from "node:util";
import { startNode } from "../../src/bin/support/processes";
import { atShutdown, runTask } from "../../src/bin/support/shutdown";
import { info, reasonOf, TaskError } from "../../src/bin/support/terminal";
import { formatted } from "../dev/generate/format";
import { generatedModules } from "../dev/generate/modules";
import { assertCommitted, assertNew } from "./check";
import { filesOf } from "./files";
import { namesOf } from "./names";
import { startWriting } from "./written";

const usage = "Which resource? For instance: npm run new -- newsletters [--singular newsletter] [--dirty]";

/** What renders docs/permissions.md is a test, since the cases that it is made of are those of the tests. */
const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project=unit"];

/** `npm run new -- newsletters`: writes a resource of tenants as a whole, from its table to its tests. */
await runTask(async () => {
  const { plural, singular, dirty } = given();
  const names = namesOf(plural, singular);
  const files = filesOf(names);
  assertNew(names, Object.keys(files));
  if (!dirty) assertCommitted();
  info(`${names.words}, each of them ${names.aWord} (else say --singular NAME)`);
  const texts = Object.entries(files).map(([file, text]) => ({ file, text: formatted(file, text) }));
  const generated = generatedModules().map(({ file }) => file);
  const written = startWriting(["drizzle/", "docs/permissions.md", ...generated]);
  for (const { file, text } of texts) written.add(file, text);
  await run("scripts/dev/generate.ts");
  await run("scripts/schema/generate.ts", plural);
  await run("scripts/schema/write.ts");
  await runNode([...vitest, "tests/unit/permissions.test.ts"], { UPDATE_DOCS: "1" });
  const { added, changed } = written.keep();
  info(["wrote", ...added.map((file) => `  ${file}`)].join("\n"));
  info(["wrote anew", ...changed.map((file) => `  ${file}`)].join("\n"));
  info(`Next: give ${names.words} their own fields and rules, beginning with src/db/schema/${plural}.ts;
  who may do what is in service.ts, the routes, actions.ts and tests/resources/${plural}.ts.
  After a change of the table delete the new migration, take back drizzle/snapshot.json and run
  npm run db:generate -- ${plural} && npm run db:schema. Then npm run check and npm test.`);
  return 0;
});

function given(): { plural: string; singular: string | undefined; dirty: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { singular: { type: "string" }, dirty: { type: "boolean", default: false } },
    });
    const [plural, ...more] = positionals;
    if (!plural || more.length > 0) throw new TaskError(usage, 2);
    return { plural, singular: values.singular, dirty: values.dirty };
  } catch (error) {
    throw error instanceof TaskError ? error : new TaskError(`${reasonOf(error)}\n${usage}`, 2);
  }
}

function run(script: string, ...args: string[]): Promise<void> {
  return runNode(["--conditions=react-server", "--import", "tsx", script, ...args]);
}

/** Says what it printed only if it failed; then everything is taken back. */
async function runNode(args: string[], more: Record<string, string> = {}): Promise<void> {
  let output = "";
  const child = startNode(args, { env: { ...process.env, ...more }, output: (text) => (output += text) });
  const forget = atShutdown(args.join(" "), async () => void (await child.stop()));
  const code = await child.exited;
  forget();
  if (code !== 0)
    throw new TaskError(`${output}\nThis failed, so that nothing was written: node ${args.join(" ")}`);
}
