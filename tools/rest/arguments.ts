import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { dataDirectory } from "../../src/bin/support/paths";
import { reasonOf, TaskError } from "../../src/bin/support/terminal";

/** What every command that talks to the REST API understands, for `parseArgs`. */
export const connectionOptions = {
  key: { type: "string" },
  url: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export interface Connection {
  key: string;
  /** Without a slash at the end. */
  url: string;
}

/** Where the last `npm run dev` answers, else where it would. */
export function defaultUrl(): string {
  try {
    const demo = JSON.parse(readFileSync(path.join(dataDirectory, "demo.json"), "utf8"));
    return z.object({ url: z.string() }).parse(demo).url;
  } catch {
    return "http://localhost:3000";
  }
}

/** Which server, with which key. Throws an Error that says what is wrong with it. */
function readConnection(
  values: { key?: string | undefined; url?: string | undefined },
  urlOtherwise: string,
  env: NodeJS.ProcessEnv,
): Connection {
  const key = values.key ?? env.MASTHEAD_KEY;
  const url = values.url ?? urlOtherwise;
  if (!key) throw new Error("An API key is needed: --key mh_sk_…");
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error("The key contains characters that no key has.");
  return { key, url: readAddress("--url", url) };
}

/** The address of the site that articles come from, if it is given. */
export function readSite(value: string | undefined): string | undefined {
  return value === undefined ? undefined : readAddress("--site", value);
}

/** An http or https address without a slash at its end. Throws an Error that names the option. */
function readAddress(option: string, value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new Error(`${option} must be an http or https address, not "${value}".`);
  return value.replace(/\/+$/, "");
}

export interface CommandLine {
  args: string[];
  /** Where the server answers, unless the command says something else. */
  defaultUrl: string;
  env: NodeJS.ProcessEnv;
}

interface Parsed {
  values: { key?: string | undefined; url?: string | undefined; help?: boolean | undefined };
  positionals: string[];
}

interface Form<P extends Parsed> {
  usage: string;
  /** What the one word is that isn't an option, such as "file"; null: there is none. */
  target: string | null;
  parse: (args: string[]) => P;
}

/**
 * Understands a command that talks to the REST API; undefined where help is wanted. Throws a TaskError with code 2 if it is wrong,
 * which says what is and shows the usage text.
 */
export function readCommand<P extends Parsed, More>(
  { args, defaultUrl: urlOtherwise, env }: CommandLine,
  { usage, target, parse }: Form<P>,
  readMore: (given: string, values: P["values"]) => More,
): (Connection & More) | undefined {
  try {
    const { values, positionals } = parse(args);
    if (values.help) return undefined;
    const [given, ...others] = positionals;
    if (target === null) return { ...readConnection(values, urlOtherwise, env), ...readMore("", values) };
    if (!given) throw new Error(`Which ${target}?`);
    if (others.length > 0) throw new Error(`One ${target} at a time, please; what is "${others[0]}"?`);
    return { ...readConnection(values, urlOtherwise, env), ...readMore(given, values) };
  } catch (error) {
    throw new TaskError(`${reasonOf(error)}\n\n${usage}`, 2);
  }
}
