import type { Article } from "@/server/articles/read";
import { Link } from "../../_ui/link";
import { Stat, StatsFrame, statuses } from "./stats-frame";

export async function Stats({ counts }: { counts: Promise<Record<Article["status"], number>> }) {
  const found = await counts;
  return (
    <StatsFrame>
      {statuses.map(({ status, label }) => (
        <Stat key={status} label={label}>
          <Link href={`/articles?status=${status}`} className="quiet-link">
            {found[status].toLocaleString("en-GB")}
            <span className="sr-only"> {label.toLowerCase()}</span>
          </Link>
        </Stat>
      ))}
    </StatsFrame>
  );
}
