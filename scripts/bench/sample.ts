import postgres from "postgres";
import { hashToken } from "../../src/server/auth/tokens";
import type { BenchDatabase } from "./database";
import type { PlannedTenant } from "./seed/plan";
import { Random } from "./seed/random";

/** A published article together with the credentials of its organisation. */
export interface Sampled {
  tenantId: string;
  tenantSlug: string;
  articleId: string;
  slug: string;
  /** Somebody who may write. */
  userId: string;
  secretKey: string;
  publishableKey: string;
  /** Token of a signed-in admin's session. */
  session: string;
}

/** Articles asked for in a run. Fewer than there are, as in life. */
const sampleSize = 1_000;

/**
 * Picks published articles by chance, the same ones each time, so that an organisation is asked for as often as it is
 * large; and signs in an admin of each organisation.
 */
export async function sample(database: BenchDatabase, tenants: PlannedTenant[]): Promise<Sampled[]> {
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));
    const rows = await sql<{ tenantId: string; articleId: string; slug: string }[]>`
      select tenant_id as "tenantId", id as "articleId", slug from articles
      where status = 'published' and tenant_id = any(${[...byId.keys()]}::uuid[])
      order by md5(id::text) limit ${sampleSize}`;
    const sessions = tenants.map((tenant) => ({ tenant, token: tokenOf(tenant) }));
    await sql`insert into sessions (id, user_id, active_tenant_id, expires_at, absolute_expires_at)
      select id, user_id::uuid, tenant_id::uuid, now() + interval '30 days', now() + interval '90 days'
      from unnest(${sessions.map(({ token }) => hashToken(token))}::text[],
        ${sessions.map(({ tenant }) => founderOf(tenant))}::text[],
        ${sessions.map(({ tenant }) => tenant.id)}::text[]) s (id, user_id, tenant_id)`;
    return rows.flatMap((row) => {
      const tenant = byId.get(row.tenantId);
      return tenant ? [{ ...row, ...credentialsOf(tenant) }] : [];
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function credentialsOf(tenant: PlannedTenant) {
  return {
    tenantSlug: tenant.slug,
    userId: founderOf(tenant),
    secretKey: tenant.secretKey.key,
    publishableKey: tenant.publishableKey.key,
    session: tokenOf(tenant),
  };
}

function founderOf({ members }: PlannedTenant): string {
  return members[0]?.userId ?? "";
}

/** 40 characters of base32, as the sessions' library makes them. */
function tokenOf({ slug }: PlannedTenant): string {
  const random = new Random(`session of ${slug}`);
  return Array.from({ length: 40 }, () => random.pick([..."abcdefghijklmnopqrstuvwxyz234567"])).join("");
}
