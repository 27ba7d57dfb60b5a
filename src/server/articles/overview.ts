import type { ArticleStatus } from "@/db/schema/enumerations";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { cache } from "../platform/cache";
import { articlesTag } from "../platform/generations";
import { countArticles, type ListedArticle, listArticles } from "./read";
import { articleFields, listArticles as listSchema } from "./schema";

interface Overview {
  counts: Promise<Record<ArticleStatus, number>>;
  /** The articles that were changed last, without content. */
  recent: Promise<ListedArticle[]>;
}

const fields = articleFields.filter((field) => field !== "content").join(",");

/** An organisation's articles at a glance, from the cache until one of them changes; each part may fail alone. Needs `read`. */
export function articleOverview(context: TenantContext, limit: number): Overview {
  assertCan(context, "read");
  const { tenantId, generations } = context;
  const cached = <T>(name: string, load: () => Promise<T>) =>
    cache().read(tenantId, articlesTag.staff, `overview:${name}`, load, { generations });
  return {
    counts: cached("counts", () => countArticles(context)),
    recent: cached(`recent:${limit}`, async () => {
      const { items } = await listArticles(context, listSchema.parse({ limit, fields }));
      return items;
    }),
  };
}
