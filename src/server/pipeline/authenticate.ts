import { isWellFormedKey } from "../auth/key-format";
import { assertCan } from "../auth/permissions";
import { resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import type { RequestContext, RequestHead } from "./context";
import type { AnyOperation } from "./operation";
import { assertSameOrigin } from "./same-origin";

/** Nothing is changed by these. */
export function isRead({ method }: RequestHead): boolean {
  return method === "GET" || method === "HEAD";
}

/** Who asks, in which tenant. Throws `unauthorized`, and `cross_origin_request` for a change by cookie from elsewhere. */
export async function authenticate(context: RequestContext, request: RequestHead): Promise<TenantContext> {
  const { credential, requestId, address, generations } = context;
  let tenant: TenantContext | null | undefined;
  if (credential?.kind === "session") {
    if (!isRead(request)) assertSameOrigin(request.headers);
    tenant = (await resolveSession(credential.token, requestId, address))?.context;
  } else if (credential && isWellFormedKey(credential.key)) {
    const asked = { requestId, address, generations, isRead: isRead(request) };
    tenant = await resolveKey(credential.hash, asked);
  }
  if (!tenant) throw new AppError("unauthorized", "Unauthorized");
  context.tenant = tenant;
  return tenant;
}

/** Throws `insufficient_permissions`. What is open to the public is open to all members of its organisation. */
export function authorise(tenant: TenantContext, { permission }: AnyOperation): void {
  if (permission !== "public") assertCan(tenant, permission);
  else if (tenant.audience === "staff") assertCan(tenant, "read");
}
