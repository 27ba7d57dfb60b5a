import { HostRefused } from "./checked-connector";
import { readableText } from "./readable-text";

export type FailureReason =
  | "url"
  | "host"
  | "tls"
  | "connection"
  | "answer"
  | "redirect"
  | "timeout"
  | "aborted";

/** A request that brought no answer that counts. */
export interface RequestFailure {
  kind: "failure";
  reason: FailureReason;
  /** For the organisation's admins. Tells nothing of our network: a name without an address reads as one with a private address. */
  message: string;
  /** For the log only. */
  internal?: string;
  /** What the receiver had answered by then. */
  status?: number;
  durationMs: number;
}

export type Failing = Pick<RequestFailure, "reason" | "message" | "internal" | "status">;

const tlsMessages: Record<string, string> = {
  CERT_HAS_EXPIRED: "The receiver's certificate has expired.",
  CERT_NOT_YET_VALID: "The receiver's certificate is not valid yet.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The receiver's certificate is self-signed.",
  SELF_SIGNED_CERT_IN_CHAIN: "The receiver's certificate comes from an authority that is not trusted.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "The receiver's certificate comes from an authority that is not trusted.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The receiver doesn't send the intermediate certificates.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The receiver's certificate is for another name.",
};

/** What an error of undici, of a socket, of TLS or of DNS means to the organisation. */
export function describeFailure(error: unknown): Failing {
  const code = codeOf(error);
  const internal = readableText(error instanceof Error ? `${code} ${error.message}` : String(error)).trim();
  if (error instanceof HostRefused || isDnsError(error)) {
    return { reason: "host", message: "The host has no address that is public.", internal };
  }
  if (isTlsCode(code)) {
    const message = tlsMessages[code] ?? "No encrypted connection could be made to the receiver.";
    return { reason: "tls", message, internal };
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") {
    return { reason: "timeout", message: "The receiver could not be connected to in time.", internal };
  }
  if (isParserError(error) || /^UND_ERR_(HEADERS_OVERFLOW|RES_)/.test(code)) {
    return { reason: "answer", message: "The receiver's answer is not valid HTTP.", internal };
  }
  return { reason: "connection", message: connectionMessage(code), internal };
}

function connectionMessage(code: string): string {
  if (code === "ECONNREFUSED") return "The receiver refused the connection.";
  if (["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(code)) {
    return "The receiver closed the connection before its answer was complete.";
  }
  return "The receiver could not be reached.";
}

function isDnsError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && /^(query|getaddrinfo)/.test(String(error.syscall));
}

function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === "HTTPParserError";
}

function isTlsCode(code: string): boolean {
  return /^(CERT_|ERR_(SSL|TLS)_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_|INVALID_|EPROTO)/.test(code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
