import * as sites from "@/db/repositories/outside-tenants/sites";
import * as tenants from "@/db/repositories/tenants";
import { changeArticles } from "../articles/cached-reads";
import { forgetKeys } from "../auth/key-cache";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { takeDaily } from "../limits/daily-limits";
import { config } from "../platform/config";
import { database, readTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import { assertVersion, type Expected } from "../platform/versions";
import type { UpdateTenant } from "./schema";

export type Tenant = tenants.TenantRow;

/** The settings of the context's own organisation. Needs `read`. */
export async function getTenant(context: TenantContext): Promise<Tenant> {
  assertCan(context, "read");
  return found(await readTenant(context, (tx) => tenants.find(tx, context.tenantId)));
}

/** Changes what `input` names. Needs `admin`. Throws `version_mismatch`, and `slug_taken` (field `slug`). */
export async function updateTenant(
  context: TenantContext,
  input: UpdateTenant,
  expected: Expected = {},
): Promise<Tenant> {
  assertCan(context, "admin");
  const { tenantId } = context;
  if (input.slug !== undefined && input.slug !== context.tenantSlug) {
    await assertSlugFree(context, input.slug);
    // Each former slug is kept from all others for 90 days.
    await takeDaily("slug", config().rateLimit.signUpsPerDay, tenantId);
  }
  // Its public pages show the name, and are made in its language.
  return changeArticles(context, async (tx) => {
    await forgetKeys({ ...context, tx });
    const before = found(await tenants.lock(tx, tenantId));
    assertVersion(expected, before.version, "The organisation");
    const [, after] = await tx.inOrder([
      () => tenants.update(tx, tenantId, input),
      () => tenants.find(tx, tenantId),
    ]);
    const payload = { name: input.name ?? before.name, changed: Object.keys(input) };
    recordEvent(tx, context, "tenant.updated", tenantId, payload);
    return found(after);
  });
}

/** Slugs are public, so it tells nothing new. Whoever is faster still runs into the constraint. */
async function assertSlugFree({ tenantId }: TenantContext, slug: string): Promise<void> {
  if (!(await sites.isTenantSlugFree(database(), slug, tenantId))) {
    throw invalidField("slug", "is taken by another organisation", "slug_taken");
  }
}

function found(tenant: Tenant | undefined): Tenant {
  if (!tenant) throw new AppError("organisation_not_found");
  return tenant;
}
