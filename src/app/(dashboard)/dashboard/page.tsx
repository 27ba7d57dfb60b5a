import { PenLine } from "lucide-react";
import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { articleOverview } from "@/server/articles/overview";
import { can } from "@/server/auth/permissions";
import { listActivity } from "@/server/events/service";
import { requireAuth } from "@/server/pages/page-session";
import { buttonClass } from "../../_ui/button-class";
import { Link } from "../../_ui/link";
import { PageTitle } from "../../_ui/page-title";
import { PartBoundary } from "../../_ui/part-boundary";
import { RecentActivity } from "./recent-activity";
import { RecentArticles } from "./recent-articles";
import { RecentActivitySkeleton, RecentArticlesSkeleton, StatsSkeleton } from "./skeletons";
import { Stats } from "./stats";

export const metadata: Metadata = { title: "Dashboard" };

/** Three parts that are read side by side, each sent as soon as it is there: a slow or failed one holds up no other. */
export default async function DashboardPage() {
  const { context, identity } = await requireAuth("/dashboard");
  const mayWrite = can(context.role, "write");
  const { counts, recent } = articleOverview(context, 5);
  const activity = listActivity(context, 8);
  return (
    <>
      <PageTitle
        title={`Good to see you, ${identity.userName.split(" ")[0]}`}
        actions={
          mayWrite && (
            <Link href="/articles/new" className={buttonClass("primary")}>
              <PenLine aria-hidden="true" className="size-4" />
              Write an article
            </Link>
          )
        }
      />
      <Part what="The numbers" skeleton={<StatsSkeleton />} failedClass="min-h-24">
        <Stats counts={counts} />
      </Part>
      <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-[3fr_2fr]">
        <section aria-labelledby="recent-title" className="min-w-0">
          <PartTitle id="recent-title" title="Recent articles" href="/articles" />
          <Part what="Recent articles" skeleton={<RecentArticlesSkeleton />}>
            <RecentArticles articles={recent} mayWrite={mayWrite} />
          </Part>
        </section>
        <section aria-labelledby="activity-title" className="min-w-0">
          <PartTitle id="activity-title" title="Activity" />
          <Part what="The activity" skeleton={<RecentActivitySkeleton />}>
            <RecentActivity activity={activity} />
          </Part>
        </section>
      </div>
    </>
  );
}

interface PartProps {
  what: string;
  skeleton: ReactNode;
  failedClass?: string;
  children: ReactNode;
}

function Part({ what, skeleton, failedClass = "min-h-60 py-6", children }: PartProps) {
  return (
    <PartBoundary what={what} className={failedClass}>
      <Suspense fallback={skeleton}>{children}</Suspense>
    </PartBoundary>
  );
}

function PartTitle({ id, title, href }: { id: string; title: string; href?: string }) {
  return (
    <div className="flex items-baseline justify-between border-b border-ink pb-2">
      <h2 id={id} className="text-xl font-semibold">
        {title}
      </h2>
      {href && (
        <Link href={href} className="text-sm quiet-link text-soft">
          All articles
        </Link>
      )}
    </div>
  );
}
