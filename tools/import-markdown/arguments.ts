import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type CommandLine,
  type Connection,
  connectionOptions,
  readCommand,
  readSite,
} from "../rest/arguments";

export const usage = `Publishes a folder of Markdown files through the REST API. Safe to run again.

  npm run import:markdown -- DIRECTORY --key KEY [--site URL] [--name NAME] [--url URL]

  DIRECTORY    searched for files of Markdown (.md, .mdx, .markdown and others), in folders too
  --key KEY    a secret API key (mh_sk_…) of the organisation; MASTHEAD_KEY works as well and stays out of the
               list of processes
  --site URL   the address of the old site: relative links and images that aren't imported lead there
  --name NAME  tells this folder's files from those of others when they are imported again; default: its own name
  --url URL    where the server answers; default: the last npm run dev, else http://localhost:3000
  --help       this text

Front matter may be YAML, TOML or JSON. It says title, date, tags, slug, and what isn't public (yet): draft, published,
private, status and many others; whatever of that isn't understood makes a draft. Without a title it is the first
heading, else the file's name. Names and folders that begin with an underscore or a dot, drafts and templates are passed
over. Only articles that an import of the same file has made are updated. What npm run export writes comes back as it was.

Ends with 0 if every file is in, 1 if some were refused or there is none, 2 if the command is wrong.`;

export interface Arguments extends Connection {
  directory: string;
  /** Without a slash at the end. */
  site: string | undefined;
  name: string | undefined;
}

const options = { ...connectionOptions, site: { type: "string" }, name: { type: "string" } } as const;
const parse = (args: string[]) => parseArgs({ args, allowPositionals: true, options });

/** Undefined where help is wanted. Throws a TaskError with code 2. */
export function readArguments(line: CommandLine): Arguments | undefined {
  return readCommand(line, { usage, target: "directory", parse }, (directory, values) => {
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`${directory} is not a directory.`);
    if (values.name?.trim() === "") throw new Error("--name must not be empty.");
    return { directory, site: readSite(values.site), name: values.name };
  });
}
