import { createHash, randomBytes } from "node:crypto";
import type { NewTokenRow } from "@/db/repositories/outside-tenants/tokens";
import type { TokenPurpose } from "@/db/schema/enumerations";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { normaliseEmail } from "./email";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** How long a link or a challenge works, in milliseconds. */
export const tokenLifetimesMs: Record<TokenPurpose | "invitation", number> = {
  verify_email: 3 * dayMs,
  change_email: 3 * dayMs,
  sign_up: 3 * dayMs,
  reset_password: hourMs,
  sign_in: 10 * minuteMs,
  membership: 30 * minuteMs,
  invitation: 7 * dayMs,
};

/** 256 random bits, as 43 characters that an address can hold. */
export function generateToken(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 in hex; what is stored. A token has at least 200 random bits, so a slow hash would add cost and no safety. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** False for what can't be a token of ours, and needs no look-up. */
export function isTokenForm(token: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(token);
}

/** A new token and the row that stands for it. */
export function makeToken(
  purpose: TokenPurpose,
  { userId, email, payload = null }: { userId: string | null; email: string; payload?: string | null },
): { token: string; row: NewTokenRow } {
  const token = generateToken();
  const expiresAt = new Date(Date.now() + tokenLifetimesMs[purpose]);
  const emailNormalised = normaliseEmail(email);
  return {
    token,
    row: { id: hashToken(token), purpose, userId, email, emailNormalised, payload, expiresAt },
  };
}

/** The whole address of one of our pages. */
export function addressOf(path: string): string {
  return `${config().appUrl}${path}`;
}

/** For links that were used, replaced, cancelled, have expired, or never existed: one answer to all. */
export function linkInvalid(): AppError {
  return new AppError("link_invalid");
}
