import { hashKey } from "../auth/key-format";
import { config } from "../platform/config";
import type { RequestHeaders } from "./api-request";

/** What a request brings to say who it is, with its SHA-256 in hex. */
export type Credential =
  | { kind: "key"; key: string; hash: string }
  | { kind: "session"; token: string; hash: string };

/** Over https the `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain. */
export function sessionCookieName(): string {
  return config().secure ? "__Host-masthead_session" : "masthead_session";
}

/** Of a request to the API. An Authorization header wins over a cookie. */
export function credentialOf(headers: RequestHeaders): Credential | null {
  const authorization = headers.get("authorization");
  if (authorization === null) return sessionOf(headers);
  const key = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? "";
  return { kind: "key", key, hash: hashKey(key) };
}

/** Of a request to a page, which knows no keys; null also where two cookies name two sessions, since one request is one person. */
export function sessionOf(headers: RequestHeaders): Credential | null {
  const [token, ...others] = sessionTokens(headers);
  // A token of any other form is nobody's; decoded, as pages read cookies, it might be somebody's.
  const isOne = token && /^[\w-]+$/.test(token) && others.length === 0;
  return isOne ? { kind: "session", token, hash: hashKey(token) } : null;
}

/** Whether the request names two sessions, as when another site of the same domain has set a cookie of this name. */
export function namesTwoSessions(headers: RequestHeaders): boolean {
  return sessionTokens(headers).size > 1;
}

/** What the session's cookies hold, each value once. */
function sessionTokens(headers: RequestHeaders): Set<string> {
  const cookies = headers.get("cookie");
  const name = sessionCookieName();
  if (!cookies?.includes(name)) return new Set();
  const pairs = cookies.split(";").map((part) => /^([^=]*)=?(.*)$/s.exec(part.trim()) ?? []);
  return new Set(pairs.flatMap(([, key = "", value = ""]) => (key.trim() === name ? [value.trim()] : [])));
}
