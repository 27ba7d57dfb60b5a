import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { archiveArticle, publishArticle, unpublishArticle } from "@/server/articles/status";
import { deleteArticle, updateArticle } from "@/server/articles/write";
import { AppError } from "@/server/platform/errors";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { applyWith, type EventRow, eventsOf } from "../support/schedules";

/** Whatever people do to an article at the moment at which workers do what is planned for it: each event follows from those before. */
const program = startProgram();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
});

const soon = (ms: number) => new Date(Date.now() + 10 + ms);
const actions = {
  plan: (id: string, ms: number) => updateArticle(tenant.admin.context, id, { publishAt: soon(ms) }),
  planBoth: (id: string, ms: number) =>
    updateArticle(tenant.admin.context, id, { publishAt: soon(ms), unpublishAt: soon(2 * ms + 1) }),
  end: (id: string, ms: number) => updateArticle(tenant.admin.context, id, { unpublishAt: soon(ms) }),
  cancel: (id: string) => updateArticle(tenant.admin.context, id, { publishAt: null, unpublishAt: null }),
  edit: (id: string, ms: number) => updateArticle(tenant.admin.context, id, { title: `Title ${ms}` }),
  publish: (id: string) => publishArticle(tenant.admin.context, id),
  unpublish: (id: string) => unpublishArticle(tenant.admin.context, id),
  archive: (id: string) => archiveArticle(tenant.admin.context, id),
  delete: (id: string) => deleteArticle(tenant.admin.context, id),
};
type Name = keyof typeof actions;
const names = Object.keys(actions) as Name[];

const step = fc.record({
  article: fc.nat({ max: 2 }),
  name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Name>("plan", "end") }, fc.constantFrom(...names)),
  ms: fc.nat({ max: 30 }),
});

it("keeps to the plan that holds, and loses nothing", async () => {
  let applied = 0;
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
    const ids = await Promise.all([0, 1, 2].map(async () => (await createArticle(tenant.admin)).id));
    let isOver = false;
    const working = [1, 2].map(async () => {
      while (!isOver) await applyWith(1);
    });
    await Promise.all(steps.map(({ article, name, ms }) => act(name, ids[article] ?? "", ms)));
    isOver = true;
    await Promise.all(working);
    await untilNothingIsPlanned(ids);
    const events = await eventsOf(program.database(), ids);
    applied += events.filter((event) => event.actor_type === "system").length;
    for (const id of ids)
      expect(await present(id)).toEqual(historyOf(events.filter((event) => event.subject_id === id)));
  });
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
  expect(applied).toBeGreaterThan(0);
}, 300_000);

/** What is refused is no fault: somebody else was faster. */
async function act(name: Name, id: string, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  try {
    await actions[name](id, ms);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

async function untilNothingIsPlanned(ids: string[]): Promise<void> {
  const planned = () =>
    asAdmin(
      program.database(),
      (sql) =>
        sql`select from articles where id = any(${ids}::uuid[]) and scheduled_by is not null and schedule_problem is null`,
    );
  while ((await planned()).length > 0) await applyWith(2);
}

async function present(id: string) {
  const [row] = await asAdmin(
    program.database(),
    (sql) =>
      sql`select title, status, publish_at, unpublish_at, schedule_problem from articles where id = ${id}`,
  );
  return row ? { ...row } : undefined;
}

interface State {
  title: unknown;
  status: string;
  publish_at: Date | null;
  unpublish_at: Date | null;
  schedule_problem: unknown;
}

const nothing = { publish_at: null, unpublish_at: null, schedule_problem: null };
const dateOf = (value: unknown) => (typeof value === "string" ? new Date(value) : null);

/** What the events make of the article, each of which has to be possible after those before. */
function historyOf(events: EventRow[]): State | undefined {
  let state: State | undefined = { title: "A title", status: "draft", ...nothing };
  for (const { type, payload, actor_type } of events) {
    if (!state) throw new Error(`${type} after the article was deleted`);
    const { publish_at, unpublish_at, status }: State = state;
    const plannedFor = payload.scheduledFor ?? payload.publishAt ?? payload.unpublishAt;
    if (actor_type === "system") expect(publish_at ?? unpublish_at).toEqual(dateOf(plannedFor));
    if (type === "article.updated") state = { ...state, title: payload.title };
    if (type === "article.scheduled" || type === "article.schedule_cancelled")
      state = {
        ...state,
        ...nothing,
        publish_at: dateOf(payload.publishAt),
        unpublish_at: dateOf(payload.unpublishAt),
        schedule_problem: payload.scheduleProblem ?? null,
      };
    if (type === "article.published") {
      expect(status).not.toBe("published");
      state = { ...state, ...nothing, status: "published", unpublish_at: dateOf(payload.unpublishAt) };
    }
    if (type === "article.unpublished") {
      expect(status).toBe("published");
      state = { ...state, ...nothing, status: "draft" };
    }
    if (type === "article.archived") state = { ...state, ...nothing, status: "archived" };
    if (type === "article.schedule_held") state = { ...state, schedule_problem: payload.scheduleProblem };
    if (type === "article.deleted") state = undefined;
  }
  return state;
}
