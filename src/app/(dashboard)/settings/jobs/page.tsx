import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { countJobs, listJobs } from "@/server/jobs/service";
import { type WorkersAlive, workersAlive } from "@/server/jobs/workers-alive";
import { requireAuth } from "@/server/pages/page-session";
import { buttonClass } from "../../../_ui/button-class";
import { EmptyState } from "../../../_ui/empty-state";
import { Link } from "../../../_ui/link";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { Time } from "../../../_ui/time";
import { SettingsTabs } from "../settings-tabs";
import { JobList, stateLabels } from "./job-list";
import { type JobParams, jobParamsOf, jobsHref } from "./job-params";

export const metadata: Metadata = { title: "Jobs" };

type Counts = Awaited<ReturnType<typeof countJobs>>;

export default async function JobsPage({ searchParams }: PageProps<"/settings/jobs">) {
  const { context } = await requireAuth("/settings/jobs");
  if (!can(context.role, "admin")) {
    return <NotAllowed role={context.role}>Admins look after the organisation’s background work.</NotAllowed>;
  }
  const { state, cursor } = jobParamsOf(await searchParams);
  const [counts, workers, { items, nextCursor }] = await Promise.all([
    countJobs(context),
    workersAlive(),
    listJobs(context, { state, cursor, limit: 20, offset: 0 }),
  ]);
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/jobs" />
      <PageTitle
        title="Jobs"
        intro="What the program does in the background for your organisation. What is done is shown for a day, what failed for 30."
      />
      {workers.count === 0 && <NoWorker lastSeenAt={workers.lastSeenAt} />}
      <StateTabs current={state} counts={counts} />
      <section aria-labelledby="list">
        <h2 id="list" tabIndex={-1} className="border-b border-ink pt-6 pb-2 text-xl font-semibold">
          {state ? stateLabels[state] : "All jobs"}
        </h2>
        {items.length > 0 ? (
          <JobList jobs={items} />
        ) : (
          <div className="mt-6">
            <EmptyState title={state ? "No such jobs" : "No jobs yet"}>
              What waits, runs, or has failed is listed here, and can be retried.
            </EmptyState>
          </div>
        )}
      </section>
      {nextCursor && (
        <nav aria-label="Pages" className="mt-8">
          <Link rel="next" href={jobsHref({ state, cursor: nextCursor })} className={buttonClass("plain")}>
            Older jobs
          </Link>
        </nav>
      )}
    </>
  );
}

function NoWorker({ lastSeenAt }: Pick<WorkersAlive, "lastSeenAt">) {
  return (
    <p role="alert" className="mb-6 border-s-2 border-danger px-4 py-3 text-sm">
      No worker is running, so nothing is done until one is.{" "}
      {lastSeenAt && (
        <>
          The last one was seen <Time value={lastSeenAt} as="relative" />.{" "}
        </>
      )}
      Whoever operates this server starts one by <code>npm run worker</code>.
    </p>
  );
}

function StateTabs({ current, counts }: { current: JobParams["state"]; counts: Counts }) {
  const states = Object.keys(stateLabels) as (keyof Counts)[];
  const tabs = [undefined, ...states].map((state) => ({ state, label: state ? stateLabels[state] : "All" }));
  return (
    <nav aria-label="State" className="-mx-2 max-w-full">
      <ul className="flex overflow-x-auto text-sm">
        {tabs.map(({ state, label }) => (
          <li key={label}>
            <Link
              href={jobsHref({ state })}
              aria-current={state === current ? "page" : undefined}
              className="tab"
            >
              {label}
              {state && (
                <span className="text-xs text-soft tabular-nums">
                  {counts[state].toLocaleString("en-GB")}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
