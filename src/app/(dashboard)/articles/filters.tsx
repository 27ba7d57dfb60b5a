import { Search, X } from "lucide-react";
import type { Article } from "@/server/articles/read";
import { buttonClass } from "../../_ui/button-class";
import { Link } from "../../_ui/link";
import { type ListParams, listHref } from "./list-params";

interface FiltersProps {
  params: ListParams;
  counts: Record<Article["status"], number>;
}

/** Which articles are listed: by status as links, by words as a form that works without script. */
export function Filters({ params, counts }: FiltersProps) {
  const { status, q, tag } = params;
  return (
    <div className="mb-2 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <StatusTabs params={params} counts={counts} />
      <search className="w-full sm:w-auto">
        <form action="/articles" className="flex gap-2">
          {status && <input type="hidden" name="status" value={status} />}
          {tag && <input type="hidden" name="tag" value={tag} />}
          <input
            type="search"
            name="q"
            defaultValue={q}
            maxLength={200}
            aria-label="Search articles"
            placeholder="Search"
            className="field py-1.5 sm:w-56"
          />
          <button type="submit" className={buttonClass("plain")} aria-label="Search">
            <Search aria-hidden="true" className="size-4" />
          </button>
        </form>
      </search>
      {(q || tag) && (
        <p className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
          {q && (
            <ActiveFilter label={`Matching “${q}”`} href={listHref({ ...params, q: undefined, page: 1 })} />
          )}
          {tag && (
            <ActiveFilter label={`Tagged ${tag}`} href={listHref({ ...params, tag: undefined, page: 1 })} />
          )}
        </p>
      )}
    </div>
  );
}

function StatusTabs({ params, counts }: FiltersProps) {
  const all = counts.draft + counts.published + counts.archived;
  const tabs = [
    { status: undefined, label: "All", count: all },
    { status: "published", label: "Published", count: counts.published },
    { status: "draft", label: "Drafts", count: counts.draft },
    { status: undefined, scheduled: "true", label: "Scheduled", count: undefined },
    { status: "archived", label: "Archived", count: counts.archived },
  ] as const;
  type Tab = Partial<Pick<ListParams, "status" | "scheduled">>;
  // Among what is scheduled nothing can be searched for.
  const hrefOf = ({ status, scheduled }: Tab) =>
    listHref({ ...params, status, scheduled, ...(scheduled ? { q: undefined } : {}), page: 1 });
  const isShown = ({ status, scheduled }: Tab) => params.status === status && params.scheduled === scheduled;
  return (
    <nav aria-label="Status" className="-mx-2 max-w-full">
      <ul className="flex overflow-x-auto text-sm">
        {tabs.map(({ status, label, count, ...tab }) => (
          <li key={label}>
            <Link
              href={hrefOf({ status, ...tab })}
              aria-current={isShown({ status, ...tab }) ? "page" : undefined}
              className="tab"
            >
              {label}
              {count !== undefined && (
                <span className="text-xs text-soft tabular-nums">{count.toLocaleString("en-GB")}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ActiveFilter({ label, href }: { label: string; href: string }) {
  return (
    <Link href={href} className="inline-flex max-w-full items-center gap-1 hover:text-ink">
      <span className="truncate">{label}</span>
      <X aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="sr-only">, remove this filter</span>
    </Link>
  );
}
