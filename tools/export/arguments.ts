import { parseArgs } from "node:util";
import { type CommandLine, type Connection, connectionOptions, readCommand } from "../rest/arguments";

export const formats = ["markdown", "json", "ndjson"] as const;
export type Format = (typeof formats)[number];

export const usage = `Writes all articles of an organisation to files: drafts and archived ones too, with tags, authors and dates.

  npm run export -- OUT --key KEY [--format markdown|json|ndjson] [--url URL] [--force]

  OUT          a folder that is made (markdown), or a file (json, ndjson)
  --key KEY    a secret API key (mh_sk_…) of the organisation with the role admin; MASTHEAD_KEY works as well and stays
               out of the list of processes
  --format F   markdown: a file for each article, with YAML front matter, which npm run import:markdown takes back;
               json: one document; ndjson: a line for each article. Default: markdown
  --url URL    where the server answers; default: the last npm run dev, else http://localhost:3000
  --force      replace OUT if it is there; of folders only those that an export made
  --help       this text

OUT appears when everything is in it, and not before. A connection that breaks is taken up again where it broke.

Ends with 0 if all is written, 1 if not, 2 if the command is wrong.`;

export interface Arguments extends Connection {
  out: string;
  format: Format;
  force: boolean;
}

const options = { ...connectionOptions, format: { type: "string" }, force: { type: "boolean" } } as const;
const parse = (args: string[]) => parseArgs({ args, allowPositionals: true, options });

/** Undefined where help is wanted. Throws a TaskError with code 2. */
export function readArguments(line: CommandLine): Arguments | undefined {
  return readCommand(line, { usage, target: "folder or file", parse }, (out, values) => {
    const format = formats.find((known) => known === (values.format ?? "markdown"));
    if (!format) throw new Error(`--format must be ${formats.join(", ")}, not "${values.format}".`);
    return { out, format, force: values.force ?? false };
  });
}
