import { errorCodes } from "../generated/error-codes";
import type { AppError } from "../platform/errors";
import { logger, plainLogger } from "../platform/logger";
import type { RequestContext, RequestHead } from "./context";
import { loggablePath } from "./paths";

/** The one line of a request to the API: who asked for what, and how it ended. */
export function logRequest(
  { requestId, tenant, pathname, startedAt }: RequestContext,
  { method }: RequestHead,
  status: number,
  failure: AppError | undefined,
): void {
  const line = {
    requestId,
    tenantId: tenant?.tenantId,
    userId: tenant?.userId ?? undefined,
    actor: tenant?.actor.type,
    actorId: tenant && tenant.actor.type !== "visitor" ? tenant.actor.id : undefined,
    method,
    path: pathname,
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

/** Of a request that was answered before anybody was looked up. */
export function logRefusal(
  { requestId, pathname, address }: RequestContext,
  { method }: RequestHead,
  status: number,
): void {
  const line = { requestId, method, path: loggablePath(pathname), status, address };
  plainLogger().info(line, "request refused");
}
