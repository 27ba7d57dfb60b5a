import * as users from "@/db/repositories/users";
import { createArticle, deleteArticle, saveAndPublishArticle, updateArticle } from "@/server/articles/write";
import { signIn } from "@/server/auth/sign-in";
import { invite } from "@/server/members/invitations";
import { joinAsInvited } from "@/server/members/join";
import { removeMember } from "@/server/members/service";
import { withTenant } from "@/server/platform/database";
import { createTag, renameTag } from "@/server/tags/service";
import { serializeRevision } from "../../resources/revisions";
import { tag } from "../../resources/tags";
import { call, callJson } from "../../support/api";
import { addMember, createArticle as anArticle, password, type TestTenant } from "../../support/factories";
import { operationCases } from "../../support/resources/collected";
import { type Ids, withIds } from "../../support/resources/ids";
import { draftArticle, makeFixture, ownerIn, publishedArticle } from "../../support/resources/make";
import type { Make, OperationCase } from "../../support/resources/resource";

/** Something that is there, and what changes it. */
export interface Change {
  /** Who notices it in a read of articles. */
  shownTo: readonly ("staff" | "public")[];
  /** Who would go on reading what was cached before if the change told nobody; those who notice it, unless given. */
  toldTo?: readonly ("staff" | "public")[];
  prepare(tenant: TestTenant): Promise<Ids>;
  change(tenant: TestTenant, ids: Ids): Promise<void>;
}

const both = ["staff", "public"] as const;
const staff = ["staff"] as const;

let serial = 0;

/** What operations are about is shown in articles where it can be, and what can be published is tried as both. */
const subjects = new Map<Make | undefined, Record<string, (tenant: TestTenant) => Promise<Ids>>>([
  [
    draftArticle,
    {
      "draft article": (tenant) => article(tenant, "draft"),
      "published article": (tenant) => article(tenant, "published"),
    },
  ],
  [
    publishedArticle,
    {
      "published article": (tenant) => article(tenant, "published"),
      "draft article": (tenant) => article(tenant, "draft"),
    },
  ],
  [
    serializeRevision,
    {
      "revision of a draft": (tenant) => revision(tenant, "draft"),
      "revision of a published article": (tenant) => revision(tenant, "published"),
    },
  ],
  [tag, { "tag of a published article": tagOfArticle }],
]);

/** Operations whose change some read of articles shows, by what they are about; all others must leave every read as it is. */
const shown: Record<string, readonly ("staff" | "public")[]> = {
  "POST /api/v1/articles": staff,
  "PATCH /api/v1/me": both,
  "PATCH /api/v1/tags/[id], tag of a published article": both,
  "DELETE /api/v1/tags/[id], tag of a published article": both,
  "PATCH /api/v1/comments/[id]": both,
  "DELETE /api/v1/comments/[id]": both,
  "POST /api/v1/articles/[id]/unpublish, published article": both,
  "POST /api/v1/articles/[id]/revisions/[revisionId]/restore, revision of a draft": staff,
  "POST /api/v1/articles/[id]/revisions/[revisionId]/restore, revision of a published article": both,
  ...Object.fromEntries(
    [
      "PATCH /api/v1/articles/[id]",
      "DELETE /api/v1/articles/[id]",
      "POST /api/v1/articles/[id]/archive",
    ].flatMap((operation) => [
      [`${operation}, draft article`, staff],
      [`${operation}, published article`, both],
    ]),
  ),
  "POST /api/v1/articles/[id]/publish, draft article": both,
  ...Object.fromEntries(
    ["POST /api/v1/articles/[id]/comments", "PUT /api/v1/articles/[id]/like"].flatMap((operation) => [
      [`${operation}, draft article`, staff],
      [`${operation}, published article`, both],
    ]),
  ),
};

/** Refused, since it is that already. */
const refused = [
  "POST /api/v1/articles/[id]/publish, published article",
  "POST /api/v1/articles/[id]/unpublish, draft article",
];

/** Every operation of the API that isn't a read, about each thing that it can be about. */
const operations = Object.entries(operationCases)
  .filter(([operation]) => !operation.startsWith("GET "))
  .flatMap(([operation, expected]) => {
    const several = subjects.get(expected.given);
    if (several)
      return Object.entries(several).map(
        ([subject, prepare]) => [`${operation}, ${subject}`, { operation, expected, prepare }] as const,
      );
    const prepare = (tenant: TestTenant) => makeFixture(expected, ownerIn(tenant));
    return [[operation, { operation, expected, prepare }] as const];
  })
  .filter(([name]) => !refused.includes(name));

/** What Server Actions do that no operation does, and what is worth a look of its own. */
const others: Record<string, Change> = {
  "a draft is saved and published": {
    shownTo: both,
    prepare: (tenant) => article(tenant, "draft"),
    change: async ({ admin }, { id = "" }) =>
      void (await saveAndPublishArticle(admin.context, id, { title: "Secret, saved" })),
  },
  "a published article is written": {
    shownTo: both,
    prepare: async () => ({}),
    change: async ({ admin }) => {
      await createArticle(admin.context, {
        title: "Secret",
        content: "New",
        status: "published",
        tags: ["New"],
      });
    },
  },
  "a published article gets another slug": {
    shownTo: both,
    prepare: (tenant) => article(tenant, "published"),
    change: async ({ admin }, { id = "" }) =>
      void (await updateArticle(admin.context, id, { slug: `moved-${++serial}` })),
  },
  "a published article with a former slug is deleted": {
    shownTo: both,
    prepare: async (tenant) => {
      const ids = await article(tenant, "published");
      await updateArticle(tenant.admin.context, ids.id ?? "", { slug: `moved-${++serial}` });
      return ids;
    },
    change: async ({ admin }, { id = "" }) => deleteArticle(admin.context, id),
  },
  "a published article gets another author": {
    shownTo: both,
    prepare: (tenant) => article(tenant, "published"),
    change: async ({ admin, author }, { id = "" }) =>
      void (await updateArticle(admin.context, id, { authorId: author.userId })),
  },
  "a draft brings a tag by the former slug of another": {
    shownTo: both,
    toldTo: staff,
    prepare: formerTag,
    change: async ({ admin }, { former = "" }) =>
      void (await anArticle(admin, { title: "Secret", tags: [former] })),
  },
  "a tag is made by the former slug of another": {
    shownTo: both,
    toldTo: [],
    prepare: formerTag,
    change: async ({ admin }, { former = "" }) => void (await createTag(admin.context, { name: former })),
  },
  "an author comes back with another name": {
    shownTo: both,
    prepare: async ({ admin }) => {
      const member = await addMember(admin.context, "author");
      const { id } = await anArticle(member, { title: "Secret", status: "published" });
      await removeMember(admin.context, member.userId);
      await withTenant(member.context, (tx) => users.updateName(tx, member.userId, `Renamed ${++serial}`));
      return { id, email: member.email };
    },
    change: async ({ admin }, { email = "" }) => {
      const origin = { address: null, userAgent: null };
      const { id } = await invite(admin.context, { email, role: "author" });
      const result = await signIn({ email, password }, origin);
      if (result.kind !== "invited") throw new Error(`not invited but ${result.kind}`);
      await joinAsInvited({ challenge: result.challenge, invitationId: id }, origin, "test-request");
    },
  },
};

export const changes: Record<string, Change> = {
  ...Object.fromEntries(
    operations.map(([name, { operation, expected, prepare }]) => [
      name,
      {
        shownTo: shown[name] ?? [],
        prepare,
        change: (tenant: TestTenant, ids: Ids) => perform(operation, expected, tenant, ids),
      },
    ]),
  ),
  ...others,
};

async function perform(
  operation: string,
  { allowed, body, query = "" }: OperationCase,
  tenant: TestTenant,
  ids: Ids,
): Promise<void> {
  const [method = "", path = ""] = operation.split(" ");
  // Whose articles these are: another name of theirs is to be seen.
  const credential = allowed.includes("admin key")
    ? { key: tenant.secretKeys.admin }
    : { session: tenant.admin.token };
  const sent = operation === "PATCH /api/v1/me" ? { name: `Ada ${++serial}` } : body;
  const answer = await call(method, withIds(path, ids) + query, {
    ...credential,
    body: typeof sent === "function" ? sent(ids) : sent,
  });
  // The session of somebody else.
  if (!answer.ok && answer.status !== 404)
    throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
}

async function article({ admin }: TestTenant, status: "draft" | "published"): Promise<Ids> {
  const { id } = await anArticle(admin, { title: "Secret", status, tags: [`Tag ${++serial}`] });
  return { id };
}

async function revision(tenant: TestTenant, status: "draft" | "published"): Promise<Ids> {
  const { id = "" } = await article(tenant, status);
  await updateArticle(tenant.admin.context, id, { title: "Secret too" });
  const { body } = await callJson("GET", `/api/v1/articles/${id}/revisions`, {
    key: tenant.secretKeys.admin,
  });
  return { id, revisionId: body.data.at(-1).id };
}

async function tagOfArticle(tenant: TestTenant): Promise<Ids> {
  const name = `Tag ${++serial}`;
  await anArticle(tenant.admin, { title: "Secret", status: "published", tags: [name] });
  const { body } = await callJson("GET", "/api/v1/tags?limit=100", { key: tenant.secretKeys.admin });
  return { id: body.data.find((tag: { name: string }) => tag.name === name).id };
}

/** A tag that is on something published and was called otherwise; `former` is the slug that it had. */
async function formerTag(tenant: TestTenant): Promise<Ids> {
  const { id = "" } = await tagOfArticle(tenant);
  const { body } = await callJson("GET", `/api/v1/tags/${id}`, { key: tenant.secretKeys.admin });
  await renameTag(tenant.admin.context, id, { name: `Renamed ${++serial}` });
  return { former: body.data.slug };
}
