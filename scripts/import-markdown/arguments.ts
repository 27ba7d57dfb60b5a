import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Connection, connectionOptions, explainedBy, readConnection } from "../rest/arguments";

export const usage = `Publishes a folder of Markdown files through the REST API. Safe to run again.

  npm run import:markdown -- DIRECTORY --key KEY [--url URL]

  DIRECTORY    searched for .md and .mdx files, in folders too, except those that begin with a dot
  --key KEY    a secret API key (mh_sk_…) of the organisation; MASTHEAD_KEY works as well and stays out of the
               list of processes
  --url URL    where the server answers; default: the last npm run dev, else http://localhost:3000
  --help       this text

Front matter (YAML between two lines of ---) may say title, date, tags (a list, or names between commas), draft, and
status (draft, published or archived). Without a title it is the first heading, else the file's name. What follows
the second --- line is the article, byte for byte. The path makes the slug, so a file that is imported again updates
its article. What npm run export writes comes back as it was.

Ends with 0 if every file is in, 1 if some were refused, 2 if the command is wrong.`;

export interface Arguments extends Connection {
  directory: string;
}

/** Understands the command line; undefined where help is wanted. Throws a TaskError with code 2 if it is wrong. */
export function readArguments(
  args: string[],
  defaultUrl: string,
  env: NodeJS.ProcessEnv,
): Arguments | undefined {
  return explainedBy(usage, () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: connectionOptions });
    if (values.help) return undefined;
    const [directory, ...others] = positionals;
    if (!directory) throw new Error("Which directory?");
    if (others.length > 0) throw new Error(`One directory at a time, please; what is "${others[0]}"?`);
    const connection = readConnection(values, defaultUrl, env);
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`${directory} is not a directory.`);
    return { directory, ...connection };
  });
}
