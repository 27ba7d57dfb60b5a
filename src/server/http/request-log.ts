import type { TenantContext } from "../auth/tenant-context";
import { errorCodes } from "../generated/error-codes";
import type { AppError } from "../platform/errors";
import { logger, plainLogger } from "../platform/logger";
import type { LimitState } from "../platform/rate-limit";
import type { ApiRequest } from "./api-request";

/** What is known of a request so far, for its log line and its headers. */
export interface Seen {
  requestId: string;
  context: TenantContext | undefined;
  limit: LimitState | undefined;
  /** Those of the organisation as a whole. */
  quotas: LimitState[];
  failure: AppError | undefined;
  startedAt: number;
}

/** The one line of a request: who asked for what, and how it ended. */
export function logRequest(
  request: ApiRequest,
  status: number,
  { requestId, context, failure, startedAt }: Seen,
): void {
  const line = {
    requestId,
    tenantId: context?.tenantId,
    userId: context?.userId ?? undefined,
    actor: context?.actor.type,
    actorId: context && context.actor.type !== "visitor" ? context.actor.id : undefined,
    method: request.method,
    path: new URL(request.url).pathname,
    status,
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    code: failure?.code,
  };
  if (failure && errorCodes[failure.code].status >= 500) {
    logger().error(
      { ...line, error: failure.cause ?? failure, internal: failure.internal },
      "request failed",
    );
  } else {
    plainLogger().info(line, "request");
  }
}
