import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { reasonOf, TaskError } from "../support/say";

export const usage = `Publishes a folder of Markdown files through the REST API. Safe to run again.

  npm run import:markdown -- DIRECTORY --key KEY [--url URL]

  DIRECTORY    searched for .md and .mdx files, in folders too, except those that begin with a dot
  --key KEY    a secret API key (mh_sk_…) of the organisation; MASTHEAD_KEY works as well and stays out of the
               list of processes
  --url URL    where the server answers; default: the last npm run dev, else http://localhost:3000
  --help       this text

Front matter (YAML between two lines of ---) may say title, date, tags (a list, or names between commas) and
draft. Without a title it is the first heading, else the file's name. What follows the second --- line is the
article, byte for byte. The path makes the slug, so a file that is imported again updates its article.

Ends with 0 if every file is in, 1 if some were refused, 2 if the command is wrong.`;

export interface Arguments {
  directory: string;
  key: string;
  /** Without a slash at the end. */
  url: string;
}

/** Understands the command line; undefined where help is wanted. Throws a TaskError with code 2 if it is wrong. */
export function readArguments(
  args: string[],
  defaultUrl: string,
  env: NodeJS.ProcessEnv,
): Arguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [directory, ...others] = positionals;
  const key = values.key ?? env.MASTHEAD_KEY;
  const url = values.url ?? defaultUrl;
  if (!directory) throw wrong("Which directory?");
  if (others.length > 0) throw wrong(`One directory at a time, please; what is "${others[0]}"?`);
  if (!key) throw wrong("An API key is needed: --key mh_sk_…");
  if (!/^[\x21-\x7e]+$/.test(key)) throw wrong("The key contains characters that no key has.");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw wrong(`--url must be an http or https address, not "${url}".`);
  }
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw wrong(`${directory} is not a directory.`);
  }
  return { directory, key, url: url.replace(/\/+$/, "") };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: "string" },
        url: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw wrong(reasonOf(error));
  }
}

function wrong(message: string): TaskError {
  return new TaskError(`${message}\n\n${usage}`, 2);
}
