import type { TenantContext } from "@/server/auth/tenant-context";
import { type Activity, listActivity } from "@/server/events/service";
import { Link } from "../../_ui/link";
import { Loading, SkeletonLine } from "../../_ui/skeleton";
import { Time } from "../../_ui/time";
import { sentenceOf } from "./sentence";

const count = 8;

export async function RecentActivity({ context }: { context: TenantContext }) {
  const activity = await listActivity(context, count);
  const deleted = new Set(
    activity.filter(({ type }) => type === "article.deleted").map((one) => one.subjectId),
  );
  return (
    <ol className="divide-y divide-rule">
      {activity.map((one) => (
        <li key={one.id} className="py-3 text-sm">
          <p className="line-clamp-2 wrap-anywhere">
            <Sentence
              activity={one}
              isLinked={one.subjectType === "article" && !deleted.has(one.subjectId)}
            />
          </p>
          <p className="mt-0.5 text-xs text-soft">
            <Time value={one.createdAt} as="relative" />
          </p>
        </li>
      ))}
    </ol>
  );
}

function Sentence({ activity, isLinked }: { activity: Activity; isLinked: boolean }) {
  const { actor, before, label, after } = sentenceOf(activity);
  return (
    <>
      <span className="font-medium">{actor}</span> {before}{" "}
      {isLinked && label ? (
        <Link href={`/articles/${activity.subjectId}`} className="quiet-link">
          {label}
        </Link>
      ) : (
        label
      )}
      {after && ` ${after}`}
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
