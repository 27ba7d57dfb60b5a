import { call } from "../api";
import { createArticle, type TestTenant } from "../factories";
import type { Ids } from "./ids";
import type { Make, Owner } from "./resource";

/** For what belongs to an organisation as a whole. */
export function ownerIn(tenant: TestTenant): Owner {
  return { tenant, member: tenant.viewer, elsewhere: tenant };
}

/** What a case is about, made for a tenant; nothing where it is about nothing. */
export async function makeFixture({ given }: { given?: Make | undefined }, owner: Owner): Promise<Ids> {
  return given ? given(owner) : {};
}

/** Sends a request as the tenant's admin, and returns the id of what it has made. */
export async function created({ secretKeys }: TestTenant, target: string, body: unknown): Promise<string> {
  return (await (await call("POST", target, { key: secretKeys.admin, body })).json()).data.id;
}

export const draftArticle: Make = ({ tenant }) => article(tenant, "draft");
export const publishedArticle: Make = ({ tenant }) => article(tenant, "published");

async function article({ admin }: TestTenant, status: "draft" | "published"): Promise<Ids> {
  return { id: (await createArticle(admin, { title: "Secret", status })).id };
}
