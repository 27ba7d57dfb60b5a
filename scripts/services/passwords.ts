import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";

const passwordsSchema = z.object({ superuser: z.string(), owner: z.string(), app: z.string() });

/** The passwords of one embedded server, made at random when it is first set up. */
export type Passwords = z.infer<typeof passwordsSchema>;

export function makePasswords(): Passwords {
  const password = () => randomBytes(24).toString("base64url");
  return { superuser: password(), owner: password(), app: password() };
}

/** Reads kept passwords; undefined if there are none that can be used. */
export function readPasswords(file: string): Passwords | undefined {
  try {
    return passwordsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Keeps passwords in a file that only its owner can read. */
export function writePasswords(file: string, passwords: Passwords): void {
  writeFileSync(file, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
}
