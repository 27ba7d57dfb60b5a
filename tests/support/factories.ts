import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import * as tenantRows from "@/db/repositories/tenants";
import type { Role } from "@/db/schema/enumerations";
import { createApiKey } from "@/server/api-keys/service";
import type { Article } from "@/server/articles/read";
import { createArticle as create } from "@/server/articles/write";
import { buildTenantContext } from "@/server/auth/build-tenant-context";
import { hashPassword } from "@/server/auth/passwords";
import { sessions } from "@/server/auth/resolve-session";
import type { SessionToken } from "@/server/auth/session-port";
import type { SignInResult } from "@/server/auth/sign-in";
import type { TenantContext } from "@/server/auth/tenant-context";
import { withTenant } from "@/server/platform/database";
import { insertOrganisation } from "@/server/tenants/sign-up";

export const password = "correct horse battery staple";

export interface TestMember {
  userId: string;
  email: string;
  context: TenantContext;
  /** What the session cookie holds. */
  token: string;
}

export interface TestTenant {
  id: string;
  slug: string;
  admin: TestMember;
  editor: TestMember;
  author: TestMember;
  viewer: TestMember;
  /** Keys made by the admin. */
  secretKeys: Record<Role, string>;
  publishableKey: string;
}

let hashed: Promise<string> | undefined;

/** One hash does for all of a file: it is meant to take long. */
function hashedPassword(): Promise<string> {
  hashed ??= hashPassword(password);
  return hashed;
}

/** An organisation with a member of each role, signed in, and a key of each kind and role. */
export async function createTenant(name = "Test Press"): Promise<TestTenant> {
  const email = anEmail("admin");
  const founding = { organisation: name, name: "Ada Admin", email, emailVerifiedAt: null };
  const context = await insertOrganisation(
    { ...founding, passwordHash: await hashedPassword() },
    "test-request",
  );
  const { tenantId, userId, tenantSlug } = context;
  const admin = { userId: userId ?? "", email, context, token: await signedIn(userId ?? "", tenantId) };
  const key = async (role: Role) =>
    (await createApiKey(context, { name: `${role} key`, kind: "secret", role })).key;
  const publishable = await createApiKey(context, { name: "Site", kind: "publishable", role: "viewer" });
  return {
    id: tenantId,
    slug: tenantSlug,
    admin,
    editor: await addMember(context, "editor"),
    author: await addMember(context, "author"),
    viewer: await addMember(context, "viewer"),
    secretKeys: {
      admin: await key("admin"),
      editor: await key("editor"),
      author: await key("author"),
      viewer: await key("viewer"),
    },
    publishableKey: publishable.key,
  };
}

export async function addMember(tenant: TenantContext, role: Role): Promise<TestMember> {
  const userId = uuidv7();
  const email = anEmail(role);
  const name = `Mo ${role}`;
  const { tenantId, tenantSlug, tenantName } = tenant;
  const context = buildTenantContext({
    tenantId,
    tenantSlug,
    tenantName,
    userId,
    role,
    audience: "staff",
    actor: { type: "member", id: userId, name },
    requestId: "test-request",
  });
  const passwordHash = await hashedPassword();
  await withTenant(context, async (tx) => {
    await tenantRows.insertUser(tx, { id: userId, email, emailNormalised: email, name, passwordHash });
    await tenantRows.insertMember(tx, { tenantId, userId, role, name });
  });
  return { userId, email, context, token: await signedIn(userId, tenantId) };
}

export function createArticle(
  { context }: { context: TenantContext },
  input: Partial<Parameters<typeof create>[1]> = {},
): Promise<Article> {
  return create(context, { title: "A title", content: "Some *content*.", status: "draft", ...input });
}

/** The session that signing in has come to, where nothing else is asked for. */
export function sessionOf(result: SignInResult): SessionToken {
  if (result.kind !== "signed-in") throw new Error(`signing in goes on: ${result.kind}`);
  return result;
}

export function anEmail(who = "someone"): string {
  return `${who}.${randomBytes(5).toString("hex")}@example.org`;
}

async function signedIn(userId: string, tenantId: string): Promise<string> {
  const { token } = await sessions().create({ userId, tenantId, address: "192.0.2.1", userAgent: "test" });
  return token;
}
