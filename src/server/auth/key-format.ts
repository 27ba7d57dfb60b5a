import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import type { ApiKeyKind } from "@/db/schema/enumerations";

/**
 * The form of an API key: `mh_sk_` or `mh_pk_`, 30 random base62 characters (178 bits), 6 characters of checksum.
 * The checksum (CRC-32 of what stands before it, base62, as GitHub does it) lets scanners tell a key from noise, and
 * lets us refuse a mistyped one without a query.
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 30;
const checksumLength = 6;

const prefixes: Record<ApiKeyKind, string> = { secret: "mh_sk_", publishable: "mh_pk_" };

const form = new RegExp(`^mh_(?:sk|pk)_[${alphabet}]{${randomLength + checksumLength}}$`);

/** A new key. `pick` answers a whole number below its argument; only made-up data has another than a secret one. */
export function generateKey(kind: ApiKeyKind, pick: (below: number) => number = randomInt): string {
  let key = prefixes[kind];
  for (let index = 0; index < randomLength; index++) key += alphabet[pick(alphabet.length)];
  return key + checksum(key);
}

/** True if `key` has the right form and checksum; it may still be unknown. */
export function isWellFormedKey(key: string): boolean {
  return form.test(key) && checksum(key.slice(0, -checksumLength)) === key.slice(-checksumLength);
}

/** By its looks; it may still be unknown. */
export function isPublishable(key: string): boolean {
  return key.startsWith(prefixes.publishable);
}

/** SHA-256 in hex; what is stored. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function checksum(body: string): string {
  let rest = crc32(body);
  let out = "";
  for (let index = 0; index < checksumLength; index++) {
    out = alphabet[rest % alphabet.length] + out;
    rest = Math.floor(rest / alphabet.length);
  }
  return out;
}
