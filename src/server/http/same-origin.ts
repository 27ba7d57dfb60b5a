import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import type { RequestHeaders } from "./api-request";

/**
 * For changes that a cookie authorises: the page that sends them must be ours. A missing Origin is refused too; browsers
 * send it with every such request. Throws `cross_origin_request`.
 */
export function assertSameOrigin(headers: RequestHeaders): void {
  const origin = headers.get("origin");
  if (origin && (origin === new URL(config().appUrl).origin || hostOf(origin) === headers.get("host")))
    return;
  throw new AppError("cross_origin_request", "Cross-origin request refused", {
    internal: `origin ${origin}`,
  });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
