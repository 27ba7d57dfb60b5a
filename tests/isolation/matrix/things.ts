import { randomBytes } from "node:crypto";
import { createApiKey } from "@/server/api-keys/service";
import { listRevisions } from "@/server/articles/revisions";
import { updateArticle } from "@/server/articles/write";
import { sessions } from "@/server/auth/resolve-session";
import { signIn } from "@/server/auth/sign-in";
import { hashToken } from "@/server/auth/tokens";
import { createComment } from "@/server/comments/service";
import { removeMember, suspendMember } from "@/server/members/service";
import {
  addMember,
  anEmail,
  createArticle,
  password,
  type TestMember,
  type TestTenant,
} from "../../support/factories";
import type { Ids } from "./given";
import { accountLink, invitation } from "./links";
import { begun, challengeOf, switchedOn } from "./second-factor";

interface Owner {
  tenant: TestTenant;
  /** Whose it is, where it belongs to a person. */
  member: TestMember;
  /** Where nobody else is a member. */
  elsewhere: TestTenant;
}

/**
 * What a page or a form is about: each makes it in an organisation, as new, and returns what an address or a form needs to
 * name it. Whatever holds text holds the word Secret, which must never be shown to another organisation. A new kind is a
 * new line.
 */
export const things = {
  nothing: async () => ({}),
  "draft article": ({ tenant }) => article(tenant, "draft"),
  "published article": ({ tenant }) => article(tenant, "published"),
  comment: async ({ tenant }) => {
    const { id = "" } = await article(tenant, "published");
    return { articleId: id, id: (await createComment(tenant.admin.context, id, "Secret")).id };
  },
  revision: async ({ tenant }) => {
    const { context } = tenant.admin;
    const { id = "" } = await article(tenant, "draft");
    await updateArticle(context, id, { title: "Secret too" });
    const { items } = await listRevisions(context, id, { limit: 10, offset: 0 });
    return { id, revisionId: items.at(-1)?.id ?? "" };
  },
  guide: async () => ({ guide: "paging" }),
  "chapter of the reference": async () => ({ section: "articles" }),
  organisation: async ({ tenant }) => ({ tenantId: tenant.id }),
  site: async ({ tenant }) => ({ tenant: tenant.slug }),
  "published page": async ({ tenant }) => {
    const title = `Secret ${randomBytes(5).toString("hex")}`;
    return {
      tenant: tenant.slug,
      slug: (await createArticle(tenant.admin, { title, status: "published" })).slug,
    };
  },
  colleague: async ({ tenant }) => ({ userId: (await addMember(tenant.admin.context, "viewer")).userId }),
  "suspended colleague": async ({ tenant: { admin } }) => {
    const { userId } = await addMember(admin.context, "viewer");
    await suspendMember(admin.context, userId);
    return { userId };
  },
  invitation: ({ tenant }) => invitation(tenant, anEmail("secret")),
  "invitation link": ({ tenant }) => invitation(tenant, anEmail("secret")),
  "invitation of oneself": ({ elsewhere, member }) => invitation(elsewhere, member.email),
  "API key": async ({ tenant }) => ({
    id: (await createApiKey(tenant.admin.context, { name: "Secret", kind: "secret", role: "viewer" })).id,
  }),
  "another session": async ({ tenant, member: { userId } }) => {
    const origin = { address: null, userAgent: null };
    return { id: hashToken((await sessions().create({ userId, tenantId: tenant.id, ...origin })).token) };
  },
  address: async () => ({ email: anEmail("new") }),
  account: async ({ tenant }) => ({ email: (await addMember(tenant.admin.context, "viewer")).email }),
  challenge: async ({ tenant }) => {
    const member = await addMember(tenant.admin.context, "viewer");
    const { code = "" } = await switchedOn(member);
    return { code, challenge: await challengeOf(member) };
  },
  "challenge of somebody invited": async ({ tenant, elsewhere }) => {
    const { userId, email } = await addMember(tenant.admin.context, "viewer");
    await removeMember(tenant.admin.context, userId);
    const { id = "" } = await invitation(elsewhere, email);
    const result = await signIn({ email, password }, { address: null, userAgent: null });
    if (result.kind !== "invited") throw new Error("no invitation was found");
    return { invitationId: id, challenge: result.challenge };
  },
  "verification link": ({ tenant, member }) => accountLink(tenant, member, "verify_email"),
  "change link": ({ tenant, member }) => accountLink(tenant, member, "change_email"),
  "reset link": ({ tenant, member }) => accountLink(tenant, member, "reset_password"),
  "sign-up link": ({ tenant, member }) => accountLink(tenant, member, "sign_up"),
  "second factor begun": ({ member }) => begun(member),
  "second factor": ({ member }) => switchedOn(member),
} satisfies Record<string, (owner: Owner) => Promise<Ids>>;
export type ThingName = keyof typeof things;

async function article({ admin }: TestTenant, status: "draft" | "published"): Promise<Ids> {
  return { id: (await createArticle(admin, { title: "Secret", status })).id };
}
