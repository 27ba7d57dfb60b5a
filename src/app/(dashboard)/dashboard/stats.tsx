import type { ReactNode } from "react";
import { type Article, countArticles } from "@/server/articles/read";
import type { TenantContext } from "@/server/auth/tenant-context";
import { Link } from "../../_ui/link";
import { Loading, SkeletonLine } from "../../_ui/skeleton";

const statuses: { status: Article["status"]; label: string }[] = [
  { status: "published", label: "Published" },
  { status: "draft", label: "Drafts" },
  { status: "archived", label: "Archived" },
];

export async function Stats({ context }: { context: TenantContext }) {
  const counts = await countArticles(context);
  return (
    <StatsFrame>
      {statuses.map(({ status, label }) => (
        <Stat key={status} label={label}>
          <Link href={`/articles?status=${status}`} className="quiet-link">
            {counts[status].toLocaleString("en-GB")}
            <span className="sr-only"> {label.toLowerCase()}</span>
          </Link>
        </Stat>
      ))}
    </StatsFrame>
  );
}

export function StatsSkeleton() {
  return (
    <>
      <Loading what="the numbers" />
      <StatsFrame>
        {statuses.map(({ status, label }) => (
          <Stat key={status} label={label}>
            <SkeletonLine className="w-12" />
          </Stat>
        ))}
      </StatsFrame>
    </>
  );
}

function StatsFrame({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-3 divide-x divide-rule border-y border-rule py-4">{children}</dl>;
}

function Stat({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse px-4 first:ps-0 sm:px-8">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="font-serif text-4xl leading-tight tabular-nums sm:text-5xl">{children}</dd>
    </div>
  );
}
