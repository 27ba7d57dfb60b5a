import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type CommandLine,
  type Connection,
  connectionOptions,
  readCommand,
  readSite,
} from "../rest/arguments";

export const usage = `Publishes the posts and pages of a Ghost site through the REST API. Safe to run again.

  npm run import:ghost -- FILE --key KEY [--site URL] [--url URL]

  FILE         the JSON file that Ghost writes (Settings, Import/Export, Export content)
  --key KEY    a secret API key (mh_sk_…) of the organisation; MASTHEAD_KEY works as well and stays out of the
               list of processes
  --site URL   the address of the Ghost site: links and images to it stay whole. Without it they become relative
  --url URL    where the server answers; default: the last npm run dev, else http://localhost:3000
  --help       this text

HTML, Lexical and Mobiledoc become Markdown. Title, slug, tags, drafts and the date of publication come along; articles
belong to the member who made the key. What only some people were to read, or nobody yet, becomes a draft. What can't be
carried is reported, post by post. Run again, it updates the articles that an import of the same posts has made.

Ends with 0 if every post is in, 1 if some were refused, 2 if the command or the file is wrong.`;

export interface Arguments extends Connection {
  file: string;
  /** Without a slash at the end. */
  site: string | undefined;
}

const options = { ...connectionOptions, site: { type: "string" } } as const;
const parse = (args: string[]) => parseArgs({ args, allowPositionals: true, options });

/** Undefined where help is wanted. Throws a TaskError with code 2. */
export function readArguments(line: CommandLine): Arguments | undefined {
  return readCommand(line, { usage, target: "file", parse }, (file, values) => {
    const site = readSite(values.site);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error(`${file} is not a file.`);
    return { file, site };
  });
}
