import { PenLine } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { countArticles, listArticles } from "@/server/articles/read";
import { articleFields, listArticles as listSchema } from "@/server/articles/schema";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { firstOf, pageCount } from "../../_lib/search-params";
import { buttonClass } from "../../_ui/button-class";
import { Link } from "../../_ui/link";
import { Notice } from "../../_ui/notice";
import { PageTitle } from "../../_ui/page-title";
import { Pager } from "../../_ui/pager";
import { ArticleRows } from "./article-rows";
import { Filters } from "./filters";
import { listHref, listParamsOf, pageSize } from "./list-params";
import { NoArticles } from "./no-articles";
import { NoWorkerNotice } from "./no-worker-notice";

export const metadata: Metadata = { title: "Articles" };

export default async function ArticlesPage({ searchParams }: PageProps<"/articles">) {
  const given = await searchParams;
  const params = listParamsOf(given);
  const { context } = await requireAuth(listHref(params));
  const { page, ...filter } = params;
  const order = filter.scheduled ? { sort: "scheduledAt" } : {};
  const fields = articleFields.filter((field) => field !== "content").join(",");
  const query = listSchema.parse({
    ...filter,
    ...order,
    fields,
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  const [{ items, total }, counts] = await Promise.all([
    listArticles(context, query),
    countArticles(context),
  ]);
  // The last article of the last page may have gone in the meantime.
  if (items.length === 0 && page > 1) redirect(listHref(filter));
  const mayWrite = can(context.role, "write");
  return (
    <>
      <PageTitle title="Articles" actions={mayWrite && <WriteLink />} />
      {firstOf(given.notice) === "deleted" && <Notice>The article was deleted.</Notice>}
      <Filters params={params} counts={counts} />
      <NoWorkerNotice articles={items} />
      {items.length > 0 ? (
        <ArticleRows articles={items} params={params} />
      ) : (
        <NoArticles params={params} counts={counts} mayWrite={mayWrite} />
      )}
      <Pager
        page={page}
        pages={pageCount(total, pageSize)}
        hrefOf={(number) => listHref({ ...params, page: number })}
      />
    </>
  );
}

function WriteLink() {
  return (
    <Link href="/articles/new" className={buttonClass("primary")}>
      <PenLine aria-hidden="true" className="size-4" />
      Write an article
    </Link>
  );
}
