import type { Config } from "../platform/config";

/** What the API answers is never a page: a browser that takes it for one gets nothing to run or to frame. */
const policyOfData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** A worker is bound by the policy that its own file came with, and loads the rest of its code from files like it. */
const policyOfBuildFiles = `${policyOfData}; script-src 'self'`;

/** For the files of the build, whose names lead to nothing else. */
export function buildFileHeaders(config: Pick<Config, "secure" | "mode">): Record<string, string> {
  return { ...securityHeaders(null, config), "Content-Security-Policy": policyOfBuildFiles };
}

/** The headers of every answer, refusals included. `nonce`: that of a page, new for each request; null for data. */
export function securityHeaders(
  nonce: string | null,
  { secure, mode }: Pick<Config, "secure" | "mode">,
): Record<string, string> {
  const headers: Record<string, string> = {
    "Content-Security-Policy": nonce === null ? policyOfData : contentSecurityPolicy(nonce, { secure, mode }),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
  };
  if (secure) headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains";
  return headers;
}

function contentSecurityPolicy(nonce: string, { secure, mode }: Pick<Config, "secure" | "mode">): string {
  // React's development build evaluates code to rebuild stack traces.
  const development = mode === "development";
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Positioned pop-ups and progress bars set style attributes; scripts can't come in that way.
    "style-src-attr 'unsafe-inline'",
    // Articles may show pictures from anywhere on the web.
    "img-src 'self' data: blob: https: http:",
    "font-src 'self'",
    // The editor's preview is rendered in one. Without a line of its own, scripts' nonce would be asked for.
    "worker-src 'self'",
    `connect-src 'self'${development ? " ws: wss:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}
