import { listArticles } from "@/server/articles/read";
import { articleFields, listArticles as listSchema } from "@/server/articles/schema";
import { can } from "@/server/auth/permissions";
import type { TenantContext } from "@/server/auth/tenant-context";
import { buttonClass } from "../../_ui/button-class";
import { EmptyState } from "../../_ui/empty-state";
import { Link } from "../../_ui/link";
import { Loading, SkeletonLine } from "../../_ui/skeleton";
import { StatusBadge } from "../../_ui/status-badge";
import { Time } from "../../_ui/time";

const count = 5;

export async function RecentArticles({ context }: { context: TenantContext }) {
  const fields = articleFields.filter((field) => field !== "content").join(",");
  const { items } = await listArticles(context, listSchema.parse({ limit: count, fields }));
  if (items.length === 0) return <NoArticles mayWrite={can(context.role, "write")} />;
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

export function RecentArticlesSkeleton() {
  return (
    <>
      <Loading what="recent articles" />
      <ul aria-hidden="true" className="divide-y divide-rule">
        {["w-3/5", "w-4/5", "w-1/2", "w-2/3", "w-3/4"].map((width) => (
          <li key={width} className="py-3">
            <SkeletonLine className={`my-[0.3em] text-lg ${width}`} />
            <SkeletonLine className="mt-2 mb-1 w-40 text-sm" />
          </li>
        ))}
      </ul>
    </>
  );
}
