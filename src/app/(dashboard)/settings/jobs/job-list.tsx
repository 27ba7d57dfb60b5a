import type { Job } from "@/server/jobs/service";
import { ActionForm } from "../../../_ui/action-form";
import { Badge, type Tone } from "../../../_ui/badge";
import { Time } from "../../../_ui/time";
import { discardJobAction, retryJobAction } from "./actions";

export const stateLabels: Record<Job["state"], string> = {
  failed: "Failed",
  running: "Running",
  waiting: "Waiting",
  scheduled: "Scheduled",
  blocked: "Blocked",
  done: "Done",
};

const tones: Record<Job["state"], Tone> = {
  failed: "danger",
  running: "accent",
  waiting: "neutral",
  scheduled: "neutral",
  blocked: "neutral",
  done: "faint",
};

export function JobList({ jobs }: { jobs: Job[] }) {
  return (
    <ol className="divide-y divide-rule border-b border-rule">
      {jobs.map((job) => (
        <JobEntry key={job.id} job={job} />
      ))}
    </ol>
  );
}

function JobEntry({ job }: { job: Job }) {
  const { title, state, attempts, attemptsMax, lastError, createdAt, requestId } = job;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-80 text-sm">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium wrap-anywhere">
          {title} <Badge tone={tones[state]}>{stateLabels[state]}</Badge>
        </h3>
        <p className="mt-1 text-soft">
          <Moment job={job} />
        </p>
        {lastError && state !== "done" && <p className="mt-1 wrap-anywhere text-danger">{lastError}</p>}
        <p className="mt-1 text-xs wrap-anywhere text-soft">
          Made <Time value={createdAt} as="relative" /> by the request <code>{requestId}</code>
          {attempts > 0 && `; tried ${attempts} of ${attemptsMax} times`}
        </p>
      </div>
      <Buttons job={job} />
    </li>
  );
}

/** What is told of its time depends on how far it is. */
function Moment({ job: { state, runAt, startedAt, finishedAt } }: { job: Job }) {
  if (state === "running" && startedAt)
    return (
      <>
        Began <Time value={startedAt} as="relative" />
      </>
    );
  if (finishedAt)
    return (
      <>
        {state === "done" ? "Done" : "Gave up"} <Time value={finishedAt} as="relative" />
      </>
    );
  if (state === "scheduled")
    return (
      <>
        Due at <Time value={runAt} as="moment" />
      </>
    );
  if (state === "blocked") return <>Waits for another job that must be over before</>;
  return (
    <>
      Waits for a worker since <Time value={runAt} as="moment" />
    </>
  );
}

function Buttons({ job: { id, title, state } }: { job: Job }) {
  if (state === "running" || state === "done") return null;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {(state === "failed" || state === "scheduled") && (
        <ActionForm
          action={retryJobAction}
          values={{ id }}
          label={state === "failed" ? "Retry" : "Run now"}
          accessibleLabel={`${state === "failed" ? "Retry" : "Run now"}: ${title}`}
          focusAfter="list"
        />
      )}
      <ActionForm
        action={discardJobAction}
        values={{ id }}
        variant="danger"
        label="Discard"
        accessibleLabel={`Discard: ${title}`}
        focusAfter="list"
      />
    </div>
  );
}
