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
export function readConnection(
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

/** An http or https address without a slash at its end. Throws an Error that names the option. */
export function readAddress(option: string, value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new Error(`${option} must be an http or https address, not "${value}".`);
  return value.replace(/\/+$/, "");
}

/** Runs what reads a command line; whatever it throws is said together with the usage text, as exit code 2. */
export function explainedBy<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TaskError(`${reasonOf(error)}\n\n${usage}`, 2);
  }
}
