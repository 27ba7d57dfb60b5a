import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { config } from "./config";
import { processSingleton } from "./process-singleton";

/**
 * Encryption of what the program must be able to read again: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
 * `boundTo` is authenticated along with it: a value that is moved to another row can't be opened there.
 */
const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** Version, nonce, ciphertext and tag, as text. */
export function seal(plain: string, boundTo: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key(), nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `1.${sealed.toString("base64url")}`;
}

/** What `seal` was given. Throws if it was changed, is bound to something else, or was sealed with another key. */
export function unseal(sealed: string, boundTo: string): string {
  const [version, encoded = ""] = sealed.split(".");
  if (version !== "1") throw new Error("sealed by another version");
  const bytes = Buffer.from(encoded, "base64url");
  const decipher = createDecipheriv(algorithm, key(), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(-tagBytes));
  const body = bytes.subarray(nonceBytes, -tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}

function key(): Buffer {
  return processSingleton("encryption-key", () => {
    const { encryptionKey, mode } = config();
    if (encryptionKey) return Buffer.from(encryptionKey, "base64");
    if (mode === "production") throw new Error("ENCRYPTION_KEY is missing");
    return mode === "test" ? randomBytes(32) : localKey(path.resolve(".data", "encryption-key"));
  });
}

/**
 * A key of this machine's own, made once, so that development and preview can read tomorrow what they wrote today. It
 * appears under its name in one step: of two processes that start at once, both read the same one.
 */
function localKey(file: string): Buffer {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString("base64"), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return Buffer.from(readFileSync(file, "utf8"), "base64");
}
