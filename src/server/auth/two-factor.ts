import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import * as twoFactor from "@/db/repositories/outside-tenants/two-factor";
import { database } from "../platform/database";
import { seal, unseal } from "../platform/encryption";
import { AppError } from "../platform/errors";
import { accountEvent, type Trace } from "./account-event";
import { attemptLimits, beginAttempt, type From, forgiveAttempts } from "./attempt-limits";
import { hashToken } from "./tokens";

/** RFC 6238 as the authenticator apps understand it. */
const periodSeconds = 30;
const digits = 6;
/** Steps that a phone's clock may be off, to either side. */
const windowSteps = 1;
const recoveryCodeCount = 10;

/** What the set-up shows: the secret in base32, and the address that a QR code holds. */
export interface TwoFactorSetUp {
  secret: string;
  uri: string;
}

export interface TwoFactorState {
  isOn: boolean;
  recoveryLeft: number;
}

export async function twoFactorState(userId: string): Promise<TwoFactorState> {
  const row = await twoFactor.getTwoFactor(database(), userId);
  return { isOn: Boolean(row?.confirmedAt), recoveryLeft: row?.recoveryLeft ?? 0 };
}

/** Begins a set-up with a new secret. Nothing is in force before a code confirms it. Throws `two_factor_state`. */
export async function beginTwoFactor(userId: string): Promise<void> {
  const sealed = seal(new Secret({ size: 20 }).base32, boundTo(userId));
  if (!(await twoFactor.startTwoFactor(database(), userId, sealed))) throw alreadyOn();
}

/** The set-up that was begun and not confirmed; null if there is none. `label` is shown in the app. */
export async function pendingTwoFactor(userId: string, label: string): Promise<TwoFactorSetUp | null> {
  const row = await twoFactor.getTwoFactor(database(), userId);
  if (!row || row.confirmedAt) return null;
  const totp = totpOf(unseal(row.secret, boundTo(userId)), label);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * Puts the second factor in force and returns the recovery codes: the one time that they are shown. Throws
 * `invalid_credentials` (field `code`), `two_factor_state`, `rate_limited`.
 */
export async function confirmTwoFactor(userId: string, code: string, trace: Trace): Promise<string[]> {
  await beginAttempt(attemptLimits.ownCode, userId);
  const row = await twoFactor.getTwoFactor(database(), userId);
  if (!row) throw new AppError("two_factor_state", "Begin the set-up first");
  if (row.confirmedAt) throw alreadyOn();
  const step = stepOf(row.secret, userId, code);
  if (step === null) throw wrongCode();
  const codes = makeRecoveryCodes();
  const confirmation = { userId, secret: row.secret, step, codeHashes: codes.map(hashOfCode) };
  const note = accountEvent("account.two_factor_enabled", trace);
  if (!(await twoFactor.confirmTwoFactor(database(), confirmation, note))) throw alreadyOn();
  await forgiveAttempts(attemptLimits.ownCode, userId);
  return codes;
}

/** New recovery codes in place of the old ones. The caller has checked a code. */
export async function renewRecoveryCodes(userId: string, trace: Trace): Promise<string[]> {
  const codes = makeRecoveryCodes();
  const note = accountEvent("account.recovery_codes_renewed", trace);
  await twoFactor.renewRecoveryCodes(database(), userId, codes.map(hashOfCode), note);
  return codes;
}

/**
 * Uses up a code of the app, or a recovery code. Throws `invalid_credentials` (field `code`) if it is wrong or was used,
 * `rate_limited` after too many wrong ones: from that place when signing in (`from`), else inside of sessions.
 */
export async function assertSecondFactor(userId: string, code: string, from?: From): Promise<void> {
  const policy = from ? attemptLimits.code : attemptLimits.ownCode;
  await beginAttempt(policy, userId, from);
  if (!(await isGoodCode(userId, code))) throw wrongCode();
  await forgiveAttempts(policy, userId, from);
}

async function isGoodCode(userId: string, code: string): Promise<boolean> {
  const row = await twoFactor.getTwoFactor(database(), userId);
  if (!row?.confirmedAt) return false;
  if (!isAppCode(code)) return twoFactor.consumeRecoveryCode(database(), userId, hashOfCode(code));
  const step = stepOf(row.secret, userId, code);
  return step !== null && twoFactor.consumeTwoFactorStep(database(), userId, step);
}

/** The time step that a code belongs to; null if it is that of no step near now. */
function stepOf(sealed: string, userId: string, code: string): number | null {
  if (!isAppCode(code)) return null;
  const timestamp = Date.now();
  const totp = totpOf(unseal(sealed, boundTo(userId)), "");
  const delta = totp.validate({ token: bare(code), timestamp, window: windowSteps });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: "Masthead",
    label,
    algorithm: "SHA1",
    digits,
    period: periodSeconds,
    secret: Secret.fromBase32(secret),
  });
}

/** Sixteen characters of base32, so 80 random bits, in groups of four. */
function makeRecoveryCodes(): string[] {
  const one = () => new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32.toLowerCase();
  return Array.from({ length: recoveryCodeCount }, () => one().replace(/(.{4})(?=.)/g, "$1-"));
}

function hashOfCode(code: string): string {
  return hashToken(bare(code).toLowerCase());
}

function isAppCode(code: string): boolean {
  return /^\d{6}$/.test(bare(code));
}

function bare(code: string): string {
  return code.replace(/[\s-]/g, "");
}

function boundTo(userId: string): string {
  return `two-factor:${userId}`;
}

function wrongCode(): AppError {
  const message = "is wrong, or was used already";
  return new AppError("invalid_credentials", "The code is wrong, or was used already", {
    details: [{ path: "code", message }],
  });
}

function alreadyOn(): AppError {
  return new AppError("two_factor_state", "Two-factor sign-in is on already");
}
