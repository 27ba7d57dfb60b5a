import { setTimeout as sleep } from "node:timers/promises";
import { archiveArticle, publishArticle, unpublishArticle } from "@/server/articles/status";
import { createArticle, deleteArticle, updateArticle } from "@/server/articles/write";
import { changeName } from "@/server/auth/account";
import type { TenantContext } from "@/server/auth/tenant-context";
import { createComment, deleteComment } from "@/server/comments/service";
import { setLike } from "@/server/likes/service";
import { withTenant } from "@/server/platform/database";
import { AppError } from "@/server/platform/errors";
import { deleteTag, listTags, renameTag } from "@/server/tags/service";

export interface Load {
  writers: number;
  /** Changes of each writer. */
  changes: number;
  /** Some of the transactions stay open for as long as this at most, in milliseconds. */
  holdMs: number;
}

const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)];
const words = ["harbour", "tide", "ebb", "salt", "rope", "kite"];

/** What writers do at once in one organisation, to articles that they share. */
export async function write(context: TenantContext, { writers, changes, holdMs }: Load): Promise<void> {
  const ids: string[] = [];
  const some = () => [...new Set([pick(words), pick(words)])].filter((word) => word !== undefined);
  const text = () => `Text ${Math.random()}`;
  const onOne = (work: (inner: TenantContext, id: string) => Promise<unknown>) => (inner: TenantContext) => {
    const id = pick(ids);
    return id === undefined ? create(inner) : work(inner, id);
  };
  const create = async (inner: TenantContext) => {
    const { id } = await createArticle(inner, {
      title: text(),
      content: text(),
      status: "draft",
      tags: some(),
    });
    ids.push(id);
  };
  const withTag = async (inner: TenantContext, work: (id: string) => Promise<unknown>) => {
    const { items } = await listTags(inner, { limit: 20, offset: 0 });
    const tag = pick(items);
    if (tag) await work(tag.id);
  };
  const kinds = [
    create,
    create,
    onOne((inner, id) => updateArticle(inner, id, { title: text() })),
    onOne((inner, id) => updateArticle(inner, id, { tags: some() })),
    onOne(publishArticle),
    onOne(unpublishArticle),
    onOne(archiveArticle),
    onOne((inner, id) => setLike(inner, id, Math.random() < 0.5)),
    onOne((inner, id) => createComment(inner, id, "Yes.")),
    onOne(async (inner, id) => deleteComment(inner, (await createComment(inner, id, "No.")).id)),
    onOne(deleteArticle),
    (inner: TenantContext) =>
      withTag(inner, (id) => renameTag(inner, id, { name: `${pick(words)} ${text()}` })),
    (inner: TenantContext) => withTag(inner, (id) => deleteTag(inner, id)),
    (inner: TenantContext) => changeName(inner, `Ada ${text()}`),
  ];
  const one = async () => {
    for (let change = 0; change < changes; change++) {
      const work = pick(kinds) ?? create;
      await withTenant(context, async (_tx, inner) => {
        await work(inner);
        // The change is there and has its place in no order yet.
        if (Math.random() < 0.1) await sleep(Math.random() * holdMs);
      }).catch(mayBeRefused);
    }
  };
  await Promise.all(Array.from({ length: writers }, one));
}

/** What one writer wants to change, another may just have deleted, or changed into the same, or may hold for longer than anybody waits. */
function mayBeRefused(error: unknown): void {
  const isRefused = error instanceof AppError;
  const isInTheWay = error instanceof Error && error.name === "DatabaseUnavailableError";
  if (!isRefused && !isInTheWay) throw error;
}
