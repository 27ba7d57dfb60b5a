import { parse as parseToml } from "smol-toml";
import { parseDocument } from "yaml";
import { ArticleError } from "../import/article-error";

type Data = ReadonlyMap<string, unknown>;

/** The mapping that `yaml` is; undefined if it is something else and wasn't meant to be one. Throws ArticleError. */
export function readYaml(yaml: string, isMeant: boolean): Data | undefined {
  // The core schema makes no dates and knows no custom tags; few aliases, so that a small document can't grow huge.
  const text = yaml.replace(/\r(?!\n)/g, "\n");
  const document = parseDocument(text, { schema: "core", logLevel: "silent", uniqueKeys: false });
  const [error] = document.errors;
  if (error && !isMeant) return undefined;
  if (error) throw new ArticleError(`its front matter is not valid YAML: ${error.message.split("\n")[0]}`);
  const value = unlessBroken("YAML", () => document.toJS({ mapAsMap: true, maxAliasCount: 50 }));
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [String(key), entry]));
  if (value === null || value === undefined) return new Map();
  if (isMeant)
    throw new ArticleError("its front matter is not what it should be, which is lines of key: value");
  return undefined;
}

/** Throws ArticleError. */
export function readToml(text: string): Data {
  const read = () => parseToml(text.replace(/\r(?!\n)/g, "\n"));
  return unlessBroken(
    "TOML",
    () => new Map(Object.entries(read()).map(([key, entry]) => [key, asMaps(entry)])),
  );
}

/** Throws ArticleError. */
export function readJson(text: string): Data {
  const data = unlessBroken("JSON", () => asMaps(JSON.parse(text)));
  if (!(data instanceof Map)) throw new ArticleError("its front matter is JSON, but no object");
  return data;
}

function unlessBroken<T>(language: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split("\n") : [String(error)];
    throw new ArticleError(`its front matter is not valid ${language}: ${reason}`);
  }
}

/** Objects as YAML's are given, so that no key is one of JavaScript's own. */
function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return new Map(Object.entries(value).map(([key, entry]) => [key, asMaps(entry)]));
}
