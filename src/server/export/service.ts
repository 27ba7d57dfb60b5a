import { totals } from "@/db/repositories/articles-list";
import { type ExportedArticleRow, listArticles } from "@/db/repositories/export";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import { logger } from "../platform/logger";
import { framings } from "./framing";
import type { ExportArticles, ExportHeader } from "./schema";

/** One page, and so what is in memory at a time: so many articles, and not much more than so many bytes of content. */
const page = { limit: 100, contentBytesMax: 2 * 1024 * 1024 };
/** Short articles are sent together: one write for each would cost more than the articles. */
const partLengthMin = 64 * 1024;

/**
 * All articles of the organisation, drafts and archived ones too, in the order of their creation. Each page is a
 * transaction of its own, so a slow client holds no connection. Needs `admin`: it is the whole of what was written.
 */
export async function* exportArticles(
  context: TenantContext,
  { format, after }: ExportArticles,
): AsyncGenerator<string> {
  assertCan(context, "admin");
  const framing = framings[format];
  let part = framing.opening(await headerOf(context));
  let count = 0;
  try {
    for await (const row of articlesAfter(context, after)) {
      part += framing.article(exported(row), count === 0);
      count += 1;
      if (part.length < partLengthMin) continue;
      yield part;
      part = "";
    }
  } catch (error) {
    // The status is out by now, so the request's own line in the log says 200.
    logger().error({ error, requestId: context.requestId, articles: count }, "an export broke off");
    throw error;
  }
  yield part + framing.closing(count);
}

async function* articlesAfter(
  context: TenantContext,
  after: string | undefined,
): AsyncGenerator<ExportedArticleRow> {
  let afterId = after;
  do {
    const rows = await readTenant(context, (tx) => listArticles(tx, context.tenantId, { ...page, afterId }));
    yield* rows;
    // A page may be short because its articles are long: only an empty one is the end.
    afterId = rows.at(-1)?.id;
  } while (afterId);
}

async function headerOf(context: TenantContext): Promise<ExportHeader> {
  const { tenantId, tenantSlug, tenantName } = context;
  const { draft, published, archived } = await readTenant(context, (tx) => totals(tx, tenantId));
  return {
    format: "masthead.articles",
    version: 1,
    exportedAt: new Date().toISOString(),
    organisation: { slug: tenantSlug, name: tenantName },
    total: draft + published + archived,
  };
}

/** The listed fields and no others, whatever the row may come to hold; the long one last, for people who look. */
function exported(row: ExportedArticleRow) {
  const { id, slug, title, status, publishedAt, createdAt, updatedAt, version, author, tags, content } = row;
  const { publishAt, unpublishAt } = row;
  const times = { publishedAt, publishAt, unpublishAt, createdAt, updatedAt };
  return { id, slug, title, status, ...times, version, author, tags, content };
}
