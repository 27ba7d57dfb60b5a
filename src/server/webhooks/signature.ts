import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

export interface SignedMessage {
  /** The same at each try. */
  id: string;
  /** When this try is made. */
  timestamp: Date;
  /** The bytes that are sent. */
  body: string | Uint8Array;
  /** One; or several while a secret is replaced, the newest first. */
  secrets: readonly string[];
}

/** A new secret, as Standard Webhooks has it. */
export function createSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/** The headers of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks */
export function signatureHeaders({ id, timestamp, body, secrets }: SignedMessage): Record<string, string> {
  if (secrets.length === 0) throw new Error("A message is signed by one secret at least");
  const seconds = Math.floor(timestamp.getTime() / 1000);
  const signatures = secrets.map(
    (secret) =>
      `v1,${createHmac("sha256", keyOf(secret)).update(`${id}.${seconds}.`).update(body).digest("base64")}`,
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signatures.join(" "),
  };
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : "", "base64");
  if (key.length < 24 || key.length > 64) {
    throw new Error("A secret is whsec_ and 24 to 64 bytes in base64");
  }
  return key;
}
