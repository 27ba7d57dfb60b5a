import { createApiKey, revokeApiKey } from "@/server/api-keys/service";
import { asAdmin, type TestDatabase } from "../database";
import { addMember, type TestTenant } from "../factories";

/** Who asks. The columns of the matrix, in the order in which they are shown. */
export const actors = [
  "signed out",
  "viewer",
  "author",
  "editor",
  "admin",
  "viewer key",
  "author key",
  "editor key",
  "admin key",
  "publishable key",
  "expired key",
  "revoked key",
  "unknown key",
  "suspended member",
  "ended session",
] as const;
export type ActorName = (typeof actors)[number];

export interface Credential {
  key?: string;
  session?: string;
}

/** A credential for each actor, all of the same tenant. */
export async function credentialsOf(
  tenant: TestTenant,
  database: TestDatabase,
): Promise<Record<ActorName, Credential>> {
  const { context } = tenant.admin;
  const makeKey = () => createApiKey(context, { name: "Key", kind: "secret", role: "admin" });
  const [expired, revoked, suspended] = [await makeKey(), await makeKey(), await addMember(context, "admin")];
  await revokeApiKey(context, revoked.id);
  await asAdmin(database, async (sql) => {
    await sql`update api_keys set expires_at = now() where id = ${expired.id}`;
    await sql`update members set status = 'suspended' where user_id = ${suspended.userId}`;
  });
  const { viewer, author, editor, admin } = tenant.secretKeys;
  return {
    "signed out": {},
    viewer: { session: tenant.viewer.token },
    author: { session: tenant.author.token },
    editor: { session: tenant.editor.token },
    admin: { session: tenant.admin.token },
    "viewer key": { key: viewer },
    "author key": { key: author },
    "editor key": { key: editor },
    "admin key": { key: admin },
    "publishable key": { key: tenant.publishableKey },
    "expired key": { key: expired.key },
    "revoked key": { key: revoked.key },
    "unknown key": { key: "mh_sk_000000000000000000000000000000000000" },
    "suspended member": { session: suspended.token },
    "ended session": { session: "a".repeat(40) },
  };
}
