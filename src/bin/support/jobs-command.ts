import { setTimeout as sleep } from "node:timers/promises";
import { columns, printable } from "./columns";
import type { JobsArguments } from "./jobs-arguments";
import { TaskError } from "./terminal";

type Operator = typeof import("../../server/jobs/operator");
type Service = typeof import("../../server/jobs/service");

/** `npm run jobs`, on the configured database. Resolves to the exit code. */
export async function runJobsCommand(args: JobsArguments): Promise<number> {
  const [operator, service, { AppError }, { database }] = await Promise.all([
    import("../../server/jobs/operator"),
    import("../../server/jobs/service"),
    import("../../server/platform/errors"),
    import("../../server/platform/database"),
  ]);
  try {
    const { data, text } = await answer(args, operator, service);
    process.stdout.write(args.json ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`);
    return 0;
  } catch (error) {
    throw error instanceof AppError ? new TaskError(`${error.message}.`) : error;
  } finally {
    await database().close();
  }
}

interface Answer {
  data: unknown;
  text: string;
}

async function answer(args: JobsArguments, operator: Operator, service: Service): Promise<Answer> {
  const { command, organisation = "", id = "", state, limit, allFailed } = args;
  if (command === "overview") return overviewText(await operator.overview());
  if (command === "list") {
    const jobs = await operator.listForOperator(args.organisation, { state, limit });
    return { data: jobs, text: jobs.length > 0 ? listText(jobs) : "There are no such jobs." };
  }
  const context = await operator.operatorContext(organisation);
  if (command === "check") return check(operator, service, context);
  if (command === "show") {
    const data = await operator.showJob(context, id);
    return { data, text: columns(Object.entries(data).map(([name, value]) => [name, shown(value)])) };
  }
  if (allFailed) {
    const count = await operator.forAllFailed(context, command);
    return { data: { count }, text: `${command === "retry" ? "due again" : "deleted"}: ${count}` };
  }
  if (command === "retry") return { data: await service.retryJob(context, id), text: "It is due again." };
  await service.discardJob(context, id);
  return { data: { id }, text: "It is deleted." };
}

function overviewText(data: Awaited<ReturnType<Operator["overview"]>>): Answer {
  const alive = data.workers.filter(({ isAlive }) => isAlive);
  const [last] = data.workers;
  const none = `none lives${last ? `; the last one was seen at ${shown(last.seenAt)}` : ""}`;
  const jobs = data.jobs.map(({ tenantSlug, state, jobs: count, oldest }) => [
    tenantSlug,
    state,
    `${count}`,
    `since ${shown(oldest)}`,
  ]);
  const periodic = data.periodic.map(({ name, dueAt, isRunning, failures, lastError }) => [
    name,
    isRunning ? "running" : `due at ${shown(dueAt)}`,
    failures > 0 ? `failed ${failures} times: ${shown(lastError?.split("\n")[0])}` : "",
  ]);
  const text = [
    `Workers: ${alive.length > 0 ? alive.map(({ name }) => name).join(", ") : none}`,
    `\nJobs that aren't done:\n${jobs.length > 0 ? columns(jobs) : "none"}`,
    `\nPeriodic tasks:\n${periodic.length > 0 ? columns(periodic) : "none has run yet"}`,
  ].join("\n");
  return { data, text };
}

function listText(jobs: Awaited<ReturnType<Operator["listForOperator"]>>): string {
  return columns(
    jobs.map(({ id, organisation, task, state, attempts, attemptsMax, runAt, lastError }) => [
      id,
      organisation,
      task,
      state,
      `${attempts}/${attemptsMax}`,
      shown(runAt),
      shown(lastError),
    ]),
  );
}

const checkMaxMs = 60_000;

async function check(
  operator: Operator,
  { getJob }: Service,
  context: Awaited<ReturnType<Operator["operatorContext"]>>,
): Promise<Answer> {
  const begunAt = performance.now();
  const id = await operator.startCheck(context);
  for (;;) {
    const job = await getJob(context, id);
    const ms = Math.round(performance.now() - begunAt);
    if (job.state === "done") return { data: { ...job, ms }, text: `A worker did it, after ${ms} ms.` };
    if (job.state === "failed" || ms > checkMaxMs) {
      throw new TaskError(
        `The job ${id} is ${job.state} after ${ms} ms. Is there a worker? (npm run worker)`,
      );
    }
    await sleep(100);
  }
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (value instanceof Date) return value.toISOString();
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}
