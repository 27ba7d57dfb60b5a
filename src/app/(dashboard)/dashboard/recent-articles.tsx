import type { ListedArticle } from "@/server/articles/read";
import { buttonClass } from "../../_ui/button-class";
import { EmptyState } from "../../_ui/empty-state";
import { Link } from "../../_ui/link";
import { StatusBadge } from "../../_ui/status-badge";
import { Time } from "../../_ui/time";

interface RecentArticlesProps {
  articles: Promise<ListedArticle[]>;
  mayWrite: boolean;
}

export async function RecentArticles({ articles, mayWrite }: RecentArticlesProps) {
  const items = await articles;
  if (items.length === 0) return <NoArticles mayWrite={mayWrite} />;
  return (
    <ul className="divide-y divide-rule">
      {items.map(({ id, title, status, author, updatedAt }) => (
        <li key={id} className="py-3">
          <Link href={`/articles/${id}`} className="line-clamp-1 font-serif text-lg quiet-link">
            {title}
          </Link>
          <p className="mt-0.5 flex items-center gap-3 text-sm text-soft">
            <StatusBadge status={status} />
            <span className="min-w-0 truncate">
              <bdi>{author.name}</bdi>, <Time value={updatedAt} as="relative" />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

function NoArticles({ mayWrite }: { mayWrite: boolean }) {
  return (
    <div className="mt-4">
      <EmptyState
        title="Nothing written yet"
        action={
          mayWrite && (
            <Link href="/articles/new" className={buttonClass("plain")}>
              Write the first article
            </Link>
          )
        }
      >
        {mayWrite ? "Your first article is a title and a few words away." : "Articles will appear here."}
      </EmptyState>
    </div>
  );
}
