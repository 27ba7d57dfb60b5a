import { countArticles, getArticle, listArticles } from "@/server/articles/read";
import { listArticles as listSchema } from "@/server/articles/schema";
import { archiveArticle, publishArticle, unpublishArticle } from "@/server/articles/status";
import { createArticle, deleteArticle, updateArticle } from "@/server/articles/write";
import type { TenantContext } from "@/server/auth/tenant-context";
import { createComment, deleteComment, listComments } from "@/server/comments/service";
import { setLike } from "@/server/likes/service";
import { AppError } from "@/server/platform/errors";
import { listTags } from "@/server/tags/service";
import type { Command } from "./commands";

interface ModelArticle {
  title: string;
  status: "draft" | "published" | "archived";
  liked: boolean;
  comments: string[];
}

/** A tenant, as its admin sees it. */
export type ModelTenant = TenantContext;

/** What one tenant should see, from its own calls alone. */
class Model {
  readonly articles = new Map<string, ModelArticle>();
  readonly tags = new Set<string>();
}

/** Some tenants, the calls that they make, and what each of them should therefore see. */
export class World {
  readonly #models: Model[];
  #serial = 0;
  /** Rows that a tenant saw and that are not its own. */
  leaks: string[] = [];

  constructor(private readonly tenants: ModelTenant[]) {
    this.#models = tenants.map(() => new Model());
  }

  /** Each tenant makes its calls one after the other, and all tenants at the same time. */
  async run(commands: Command[]): Promise<void> {
    await Promise.all(
      this.tenants.map(async (_, index) => {
        for (const command of commands) if (command.tenant === index) await this.#perform(command);
      }),
    );
  }

  /** What every tenant sees, beside what it should. */
  async compare(): Promise<{ seen: unknown; expected: unknown }[]> {
    return Promise.all(
      this.tenants.map(async (tenant, index) => ({
        seen: await this.#seenBy(tenant),
        expected: expectedOf(this.#models[index] ?? new Model()),
      })),
    );
  }

  async #perform({ tenant: index, kind, pick, word }: Command): Promise<void> {
    const [tenant, model] = [this.tenants[index], this.#models[index]];
    if (!tenant || !model) return;
    if (kind === "create") return this.#create(tenant, model, word);
    if (kind === "list" || kind === "search")
      return this.#list(tenant, model, kind === "search" ? word : undefined);
    if (kind === "read foreign" || kind === "change foreign") return this.#foreign(tenant, index, kind, pick);
    const ids = [...model.articles.keys()];
    const id = ids[pick % ids.length];
    const article = id && model.articles.get(id);
    if (article) await this.#change(tenant, model, { kind, id, article, pick, word });
  }

  async #create(context: ModelTenant, model: Model, word: string): Promise<void> {
    const title = `${word} ${context.tenantSlug} ${++this.#serial}`;
    const { id } = await createArticle(context, { title, content: `About ${word}.`, status: "draft" });
    model.articles.set(id, { title, status: "draft", liked: false, comments: [] });
  }

  async #list(context: ModelTenant, model: Model, q: string | undefined): Promise<void> {
    const { items } = await listArticles(context, listSchema.parse({ limit: 100, q }));
    const foreign = items.filter((item) => !model.articles.has(item.id));
    this.leaks.push(...foreign.map((item) => `${context.tenantSlug} saw ${item.title}`));
  }

  /** Another tenant's id must be as good as no id at all. */
  async #foreign(context: ModelTenant, index: number, kind: string, pick: number): Promise<void> {
    const others = this.#models
      .filter((_, other) => other !== index)
      .flatMap((model) => [...model.articles.keys()]);
    const id = others[pick % others.length];
    if (!id) return;
    const call =
      kind === "read foreign" ? getArticle(context, id) : updateArticle(context, id, { title: "Taken" });
    const outcome = await call.then(
      () => "got it",
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    if (outcome !== "article_not_found")
      this.leaks.push(`${context.tenantSlug}: ${kind} of ${id}: ${outcome}`);
  }

  async #change(
    context: ModelTenant,
    model: Model,
    { kind, id, article, pick, word }: Omit<Command, "tenant"> & { id: string; article: ModelArticle },
  ): Promise<void> {
    const changes: Partial<Record<Command["kind"], () => Promise<unknown>>> = {
      read: () => getArticle(context, id),
      update: async () => {
        article.title = `${word} ${++this.#serial}`;
        await updateArticle(context, id, { title: article.title });
      },
      tag: async () => {
        await updateArticle(context, id, { tags: [word] });
        model.tags.add(word);
      },
      publish: async () =>
        article.status !== "published" && moved(article, "published", await publishArticle(context, id)),
      unpublish: async () =>
        article.status === "published" && moved(article, "draft", await unpublishArticle(context, id)),
      archive: async () =>
        article.status !== "archived" && moved(article, "archived", await archiveArticle(context, id)),
      delete: async () => {
        await deleteArticle(context, id);
        model.articles.delete(id);
      },
      comment: async () => article.comments.push((await createComment(context, id, word)).id),
      uncomment: async () => {
        const [comment] = article.comments.splice(pick % Math.max(1, article.comments.length), 1);
        if (comment) await deleteComment(context, comment);
      },
      like: async () => {
        article.liked = (await setLike(context, id, true)).liked;
      },
      unlike: async () => {
        article.liked = (await setLike(context, id, false)).liked;
      },
    };
    await changes[kind]?.();
  }

  async #seenBy(context: ModelTenant): Promise<unknown> {
    const articles = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listArticles(context, listSchema.parse({ limit: 100, cursor, fields: "id" }));
      for (const { id, title, status, counts } of page.items) {
        const { items } = await listComments(context, id, { limit: 100, offset: 0 });
        articles.push({
          id,
          title,
          status,
          likes: counts.likes,
          comments: items.map((item) => item.id).sort(),
          counted: counts.comments,
        });
      }
      cursor = page.nextCursor ?? undefined;
      if (!cursor) break;
    }
    const tags = (await listTags(context, { limit: 100, offset: 0 })).items.map((tag) => tag.slug);
    return {
      articles: articles.sort((a, b) => (a.id < b.id ? -1 : 1)),
      totals: await countArticles(context),
      tags,
    };
  }
}

function moved(article: ModelArticle, status: ModelArticle["status"], _done: unknown): void {
  article.status = status;
}

function expectedOf(model: Model): unknown {
  const totals = { draft: 0, published: 0, archived: 0 };
  const articles = [...model.articles].map(([id, { title, status, liked, comments }]) => {
    totals[status]++;
    return {
      id,
      title,
      status,
      likes: liked ? 1 : 0,
      comments: [...comments].sort(),
      counted: comments.length,
    };
  });
  return { articles: articles.sort((a, b) => (a.id < b.id ? -1 : 1)), totals, tags: [...model.tags].sort() };
}
