import { uuidv7 } from "uuidv7";
import { hashToken } from "@/server/auth/tokens";
import { call } from "../../support/api";
import { addMember, anEmail, createArticle, type TestTenant } from "../../support/factories";

/** The ids of a path by the name of its segment: `[id]` is `id`, `[revisionId]` is `revisionId`. */
export type Ids = Record<string, string>;

/** An id that nobody has. */
export const unknownId = "01890000-0000-7000-8000-000000000000";

/**
 * What an operation is about: each makes it in an organisation, as new, and returns its ids. Whatever holds text holds the
 * word Secret, which must never be in an answer to another organisation. A new kind is a new line.
 */
export const givens = {
  nothing: async () => ({}),
  "draft article": (tenant) => article(tenant, "draft"),
  "published article": (tenant) => article(tenant, "published"),
  comment: async (tenant) => {
    const { id } = await article(tenant, "published");
    return { id: await created(tenant, `/api/v1/articles/${id}/comments`, { body: "Secret" }) };
  },
  revision: async (tenant) => {
    const { id } = await article(tenant, "draft");
    const target = `/api/v1/articles/${id}/revisions`;
    const answer = await call("GET", target, { key: tenant.secretKeys.admin });
    return { id, revisionId: (await answer.json()).data[0].id };
  },
  tag: async (tenant) => ({
    id: await created(tenant, "/api/v1/tags", { name: `Secret ${uuidv7()}` }),
  }),
  "API key": async (tenant) => ({
    id: await created(tenant, "/api/v1/api-keys", { name: "Secret", kind: "secret" }),
  }),
  member: async ({ admin }) => ({ id: (await addMember(admin.context, "author")).userId }),
  invitation: async (tenant) => {
    const email = anEmail("Secret");
    return { id: await created(tenant, "/api/v1/invitations", { email, role: "viewer" }) };
  },
  /** Of somebody who isn't among the actors. */
  session: async ({ admin }) => ({ id: hashToken((await addMember(admin.context, "author")).token) }),
} satisfies Record<string, (tenant: TestTenant) => Promise<Ids>>;
export type Given = keyof typeof givens;

async function article({ admin }: TestTenant, status: "draft" | "published") {
  return { id: (await createArticle(admin, { title: "Secret", status })).id };
}

/** Sends a request as the tenant's admin, and returns the id of what it has made. */
async function created({ secretKeys }: TestTenant, target: string, body: unknown): Promise<string> {
  return (await (await call("POST", target, { key: secretKeys.admin, body })).json()).data.id;
}

/** The names of a path's ids, in order: `/articles/[id]/revisions/[revisionId]` has `id` and `revisionId`. */
export function idsIn(path: string): string[] {
  return [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? "");
}

/** The path with ids in the place of their names; the unknown one for a name that has none. */
export function withIds(path: string, ids: Ids): string {
  return path.replace(/\[(\w+)\]/g, (_, name: string) => ids[name] ?? unknownId);
}
