import type { Activity } from "@/server/events/service";
import { Link } from "../../_ui/link";
import { Time } from "../../_ui/time";
import { sentenceOf } from "./sentence";

export async function RecentActivity({ activity: asked }: { activity: Promise<Activity[]> }) {
  const activity = await asked;
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
