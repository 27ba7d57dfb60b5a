import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { runTask } from "../src/bin/support/shutdown";
import { info, reasonOf, TaskError } from "../src/bin/support/terminal";
import { describedByServer, describedBySource } from "./client/description";
import { generateClient } from "./client/generate";

const usage = `Writes a typed client of the REST API: one TypeScript file, to copy into your project beside openapi-fetch.

  npm run client -- [--url URL] [OUT]

  OUT          where to write; default: masthead.ts
  --url URL    a server to take the description from; default: this source, without a server
  --help       this text`;

/** `npm run client`: see the usage text. */
await runTask(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2));
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [out = "masthead.ts"] = positionals;
  const description = values.url ? await describedByServer(values.url) : await describedBySource();
  const client = await generateClient(description);
  mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
  writeFileSync(out, client);
  info(`wrote ${out}: ${Object.keys(description.paths ?? {}).length} paths. It needs openapi-fetch.`);
  return 0;
});

function readArguments(args: string[]) {
  try {
    const options = { url: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
    const parsed = parseArgs({ args, allowPositionals: true, options });
    if (parsed.positionals.length > 1) throw new Error("One file at a time, please.");
    return parsed;
  } catch (error) {
    throw new TaskError(`${reasonOf(error)}\n\n${usage}`, 2);
  }
}
