import { config } from "../platform/config";
import type { RequestHeaders } from "./api-request";

/** What a request brings to say who it is. An Authorization header wins over a cookie. */
export type Credential = { kind: "key"; key: string } | { kind: "session"; token: string };

/** Over https the `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain. */
export function sessionCookieName(): string {
  return config().secure ? "__Host-masthead_session" : "masthead_session";
}

export function credentialOf(headers: RequestHeaders): Credential | null {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const key = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
    return { kind: "key", key: key ?? "" };
  }
  const token = cookieOf(headers, sessionCookieName());
  return token ? { kind: "session", token } : null;
}

function cookieOf(headers: RequestHeaders, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.split("=");
    if (key?.trim() === name) return value.join("=").trim();
  }
  return undefined;
}
