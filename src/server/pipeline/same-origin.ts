import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import type { RequestHeaders } from "./api-request";

/**
 * For changes that a cookie authorises: the page that sends them must be ours. A missing Origin is refused too; browsers
 * send it with every such request. Throws `cross_origin_request`.
 */
export function assertSameOrigin(headers: RequestHeaders): void {
  if (isOwnOrigin(headers)) return;
  throw new AppError("cross_origin_request", "Cross-origin request refused", {
    internal: `origin ${headers.get("origin")?.slice(0, 200)}, APP_URL ${config().appUrl}`,
  });
}

/**
 * APP_URL says what is ours: scheme, host and port. Where that is plain http, as in development, so is whatever other name
 * this server was called by, such as 127.0.0.1 for localhost.
 */
export function isOwnOrigin(headers: RequestHeaders): boolean {
  const { appUrl, secure } = config();
  const origin = headers.get("origin");
  if (origin === null) return false;
  return origin === new URL(appUrl).origin || (!secure && origin === `http://${headers.get("host")}`);
}
