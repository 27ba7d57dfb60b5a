import { uuidv7 } from "uuidv7";
import * as tags from "@/db/repositories/tags";
import type { TenantTx } from "@/db/tenant";
import { changeArticles } from "../articles/cached-reads";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import { countMax, type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import { withinStorage } from "../tenants/storage";
import { tagSlugOf } from "./key";
import type { ListTags, NameTag } from "./schema";

export type Tag = tags.TagRow;

/** Tags by slug. Needs `read`: tags of drafts are nobody else's business. */
export async function listTags(context: TenantContext, query: ListTags): Promise<Page<Tag>> {
  assertCan(context, "read");
  const { tenantId } = context;
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => tags.list(tx, tenantId, query.slug, readingOf(query)),
      () => tags.countMatching(tx, tenantId, query.slug, countMax),
    ]),
  );
  return pageOf(rows, total, query, ({ slug }) => slug);
}

/** Needs `read`. Throws `tag_not_found`. */
export async function getTag(context: TenantContext, id: string): Promise<Tag> {
  assertCan(context, "read");
  return found(await readTenant(context, (tx) => tags.findById(tx, context.tenantId, id)));
}

/** Needs `write`, like articles, which bring new tags as well. Throws `slug_taken` (field `name`). */
export async function createTag(context: TenantContext, { name }: NameTag): Promise<Tag> {
  assertCan(context, "write");
  const { tenantId } = context;
  const slug = slugOfName(name);
  return withTenant(context, async (tx) => {
    const id = uuidv7();
    const [, made] = await withinStorage(tx, context, 0, () =>
      tx.inOrder([
        () => tags.insertMissing(tx, tenantId, [{ id, slug, name }]),
        () => tags.findById(tx, tenantId, id),
      ]),
    );
    if (!made) throw invalidField("name", "is a tag already", "slug_taken");
    recordEvent(tx, context, "tag.created", id, { name, slug: made.slug });
    return made;
  });
}

/**
 * Renames a tag, in all articles that carry it; its slug follows. Needs `delete`. Throws `tag_not_found`,
 * `version_mismatch`, and `slug_taken` (field `name`) if there is such a tag already.
 */
export async function renameTag(
  context: TenantContext,
  id: string,
  { name }: NameTag,
  expected: Expected = {},
): Promise<Tag> {
  assertCan(context, "delete");
  const { tenantId } = context;
  const slug = slugOfName(name);
  return changeArticles(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    if (before.name === name) return before;
    const [, after] = await tx.inOrder([
      () => tags.update(tx, tenantId, id, { name, slug }),
      () => tags.findById(tx, tenantId, id),
    ]);
    const renamed = found(after);
    const { name: previousName, slug: previousSlug } = before;
    const payload = { name, slug: renamed.slug, previousName, previousSlug };
    recordEvent(tx, context, "tag.updated", id, payload);
    return renamed;
  });
}

/** Takes a tag from all articles. Needs `delete`. Throws `tag_not_found`, `version_mismatch`. */
export async function deleteTag(context: TenantContext, id: string, expected: Expected = {}): Promise<void> {
  assertCan(context, "delete");
  await changeArticles(context, async (tx) => {
    const { name, slug } = await lock(tx, context, id, expected);
    await tags.remove(tx, context.tenantId, id);
    recordEvent(tx, context, "tag.deleted", id, { name, slug });
  });
}

export function tagNotFound(): AppError {
  return new AppError("tag_not_found");
}

async function lock(tx: TenantTx, { tenantId }: TenantContext, id: string, expected: Expected): Promise<Tag> {
  const tag = found(await tags.lockById(tx, tenantId, id));
  assertVersion(expected, tag.version, "The tag");
  return tag;
}

function found(tag: Tag | undefined): Tag {
  if (!tag) throw tagNotFound();
  return tag;
}

function slugOfName(name: string): string {
  const slug = tagSlugOf(name);
  if (!slug) throw invalidField("name", "must contain letters or digits");
  return slug;
}
