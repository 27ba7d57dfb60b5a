import type { TenantContext, TenantContextFields } from "./tenant-context";

/** The one constructor of a TenantContext. Who may import it is a rule in `.dependency-cruiser.cjs`. */
export function buildTenantContext(fields: TenantContextFields): TenantContext {
  return Object.freeze({
    address: null,
    rateLimitPerMinute: null,
    plan: null,
    locale: null,
    ...fields,
  }) as unknown as TenantContext;
}
