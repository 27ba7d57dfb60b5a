import { isWellFormedKey } from "../auth/key-format";
import { assertCan } from "../auth/permissions";
import { resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import type { RequestContext, RequestHead } from "./context";
import type { AnyOperation } from "./operation";
import { assertSameOrigin } from "./same-origin";

/** Who asks, in which tenant. Throws `unauthorized`, and `cross_origin_request` for a change by cookie from elsewhere. */
export async function authenticate(context: RequestContext, request: RequestHead): Promise<TenantContext> {
  const { credential, requestId, address, generations, isRead } = context;
  let tenant: TenantContext | null | undefined;
  if (credential?.kind === "session") {
    if (!isRead) assertSameOrigin(request.headers);
    // Looked up each time: what goes on for long asks again.
    const signedIn = await resolveSession(
      credential.token,
      requestId,
      address,
      isRead ? generations : undefined,
    );
    tenant = signedIn?.context;
  } else if (credential && isWellFormedKey(credential.key)) {
    tenant = await resolveKey(credential.hash, { requestId, address, generations, isRead });
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
