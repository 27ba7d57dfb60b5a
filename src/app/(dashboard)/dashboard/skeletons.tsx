"use client";

import { Loading, SkeletonLine } from "../../_ui/skeleton";
import { Stat, StatsFrame, statuses } from "./stats-frame";

// Of the browser's, so that a page's data name them and don't spell them out: most pages show none of them.

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

export function RecentActivitySkeleton() {
  return (
    <>
      <Loading what="the activity" />
      <ol aria-hidden="true" className="divide-y divide-rule">
        {["w-1/2", "w-3/4", "w-2/3", "w-4/5", "w-3/5"].map((width) => (
          <li key={width} className="py-3">
            <SkeletonLine className={`my-[0.2em] text-sm ${width}`} />
            <SkeletonLine className="mt-1.5 mb-0.5 w-20 text-xs" />
          </li>
        ))}
      </ol>
    </>
  );
}
