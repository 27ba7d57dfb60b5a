import type { ListedArticle } from "@/server/articles/read";
import { workersAlive } from "@/server/jobs/workers-alive";
import { Time } from "../../_ui/time";

/** Says so where something is scheduled and nobody is there to do it. */
export async function NoWorkerNotice({ articles }: { articles: ListedArticle[] }) {
  const isWaiting = articles.some(
    ({ publishAt, unpublishAt, scheduleProblem }) => (publishAt || unpublishAt) && !scheduleProblem,
  );
  if (!isWaiting) return null;
  const { count, lastSeenAt } = await workersAlive();
  if (count > 0) return null;
  return (
    <p role="status" className="mb-6 border-s-2 border-danger bg-danger-wash px-4 py-3 text-sm">
      Scheduled articles wait: no worker is running
      {lastSeenAt && (
        <>
          {" "}
          (the last one was heard <Time value={lastSeenAt} as="relative" />)
        </>
      )}
      . Once one does, it makes up for what was missed. Whoever runs this installation starts it.
    </p>
  );
}
