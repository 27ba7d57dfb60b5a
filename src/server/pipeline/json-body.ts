import { AppError, invalidField } from "../platform/errors";

/** Fields and items of a body in all: many times what any operation takes. What is made of each costs more than its bytes. */
export const membersMax = 10_000;

/**
 * The JSON of a body; a byte order mark in front of it is passed over. Throws `malformed_json`, also for bytes that aren't
 * UTF-8, and `validation_failed` for more fields than anything takes and for one that is given twice.
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    const details = [{ path: "", message: "is not valid JSON in UTF-8" }];
    throw new AppError("malformed_json", "The body is not valid JSON", { cause, details });
  }
  if (hasMoreMembers(value, membersMax)) {
    throw invalidField("", `has more than ${membersMax.toLocaleString("en")} fields and items in all`);
  }
  const twice = repeatedKey(text);
  if (twice !== undefined) throw invalidField(twice.slice(0, 200).toWellFormed(), "is given twice");
  return value;
}

/** Looks at no more of it than it has to: neither depth nor number of members is bounded by then. */
function hasMoreMembers(value: unknown, max: number): boolean {
  let count = 0;
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if (Array.isArray(next)) {
      count += next.length;
      if (count > max) return true;
      waiting.push(...next);
    } else {
      for (const key in next) {
        if (++count > max) return true;
        waiting.push((next as Record<string, unknown>)[key]);
      }
    }
  }
  return false;
}

/** A key that an object has twice, of which a parser keeps the last without a word. `text` is known to be JSON. */
function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(undefined);
    else if (character === "}" || character === "]") open.pop();
    if (character === "{" || character === ",") isKey = true;
    else if (character === ":") isKey = false;
    if (character !== '"') continue;
    const end = endOfString(text, at);
    const keys = isKey ? open.at(-1) : undefined;
    if (keys) {
      const key = String(JSON.parse(text.slice(at, end + 1)));
      if (keys.has(key)) return key;
      keys.add(key);
    }
    at = end;
  }
  return undefined;
}

/** Where the string that begins at `start` has its closing quotation mark. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}
