import { applySchedules } from "@/server/jobs/scheduled-articles";
import { asAdmin, type TestDatabase } from "./database";

/** As many workers as that, at once, until nothing is due. */
export async function applyWith(workers: number): Promise<void> {
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: workers }, () => applySchedules(signal)));
}

/** Moves what is planned into the past, as if no worker had run: the first of `ids` by the most. */
export function letPass(database: TestDatabase, ids: string[]): Promise<unknown> {
  return asAdmin(
    database,
    (sql) => sql`
      update articles a set
        publish_at = now() - interval '1 hour' + n * interval '1 second' + (a.publish_at - a.publish_at),
        unpublish_at = now() - interval '1 hour' + n * interval '1 second'
          + case when a.publish_at is null then interval '0' else interval '1 minute' end + (a.unpublish_at - a.unpublish_at)
      from unnest(${ids}::uuid[]) with ordinality given (id, n) where a.id = given.id`,
  );
}

export interface EventRow {
  id: string;
  type: string;
  subject_id: string;
  actor_type: string;
  actor_id: string;
  actor_name: string;
  payload: Record<string, unknown>;
}

/** In the order in which one process wrote them. */
export function eventsOf(database: TestDatabase, ids: string[]): Promise<EventRow[]> {
  return asAdmin(
    database,
    (sql) => sql<EventRow[]>`select id, type, subject_id, actor_type, actor_id, actor_name, payload
      from events where subject_id = any(${ids}::uuid[]) order by id`,
  );
}
