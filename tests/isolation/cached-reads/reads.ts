import { articleOverview } from "@/server/articles/overview";
import { currentTagSlug, getArticleBySlug, listArticles } from "@/server/articles/read";
import { listArticles as listSchema } from "@/server/articles/schema";
import { resolveSite } from "@/server/auth/resolve-site";
import { feedOf } from "@/server/feeds/feed";
import { call } from "../../support/api";
import type { TestTenant } from "../../support/factories";

/** What articles are asked for by. */
export interface Names {
  ids: string[];
  slugs: string[];
  tags: string[];
}

/** Every way in which staff and the public read articles, by a name; each answers all that is shown. */
export type Reads = Record<string, () => Promise<unknown>>;

const lists = [
  "limit=100",
  "limit=2&sort=-publishedAt",
  "limit=3&offset=1&sort=createdAt&fields=id,title,author,counts,tags",
  "status=published&fields=id,slug",
  "status=draft",
  "q=secret",
];

export async function readsOf(tenant: TestTenant, { ids, slugs, tags }: Names): Promise<Reads> {
  const paths = [
    ...ids.map((id) => `/${id}`),
    ...lists.map((query) => `?${query}`),
    ...slugs.map((slug) => `?slug=${slug}`),
    ...tags.map((tag) => `?tag=${tag}`),
    ...tags.map((tag) => `?tag=${tag}&q=secret`),
    `?authorId=${tenant.admin.userId}`,
  ];
  const visitor = await resolveSite(tenant.slug, "test-request");
  const newest = listSchema.parse({ sort: "-publishedAt", limit: 100 });
  const asVisitor: Reads = {
    "visitor: newest": () => listArticles(visitor, newest),
    "visitor: feed": () => feedOf(visitor),
  };
  for (const slug of slugs)
    asVisitor[`visitor: slug ${slug}`] = () => getArticleBySlug(visitor, slug).catch(codeOf);
  for (const tag of tags) {
    asVisitor[`visitor: tag ${tag}`] = () => currentTagSlug(visitor, tag);
    asVisitor[`visitor: list of ${tag}`] = () => listArticles(visitor, { ...newest, tag });
  }
  return {
    ...Object.fromEntries(
      paths.flatMap((path) => [
        [`staff: ${path}`, () => answerTo(path, tenant.secretKeys.viewer)],
        [`public: ${path}`, () => answerTo(path, tenant.publishableKey)],
      ]),
    ),
    ...asVisitor,
    "staff: counts": () => articleOverview(tenant.viewer.context, 100).counts,
    "staff: recent": () => articleOverview(tenant.viewer.context, 100).recent,
  };
}

export async function answersTo(reads: Reads): Promise<Record<string, unknown>> {
  const answers = Object.entries(reads).map(async ([name, read]) => [name, await read()] as const);
  return Object.fromEntries(await Promise.all(answers));
}

async function answerTo(path: string, key: string) {
  const answer = await call("GET", `/api/v1/articles${path}`, { key });
  const { status, headers } = answer;
  const text = await answer.text();
  // A failure names its request.
  const shown = status < 300 ? text : JSON.parse(text).code;
  return { status, etag: headers.get("etag"), link: headers.get("link"), shown };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : String(error);
}
