import type { Sql } from "postgres";
import { expect, it } from "vitest";
import type { PeriodicTask } from "@/server/jobs/define-task";
import { task as deleteMails } from "@/server/jobs/tasks/delete-expired-mails";
import { task as deleteSessions } from "@/server/jobs/tasks/delete-expired-sessions";
import { task as deleteJobs } from "@/server/jobs/tasks/delete-finished-jobs";
import { task as deleteDeliveries } from "@/server/jobs/tasks/delete-old-deliveries";
import { task as deleteInvitations } from "@/server/jobs/tasks/delete-old-invitations";
import { createWebhookEndpoint } from "@/server/webhooks/endpoints";
import { asAdmin } from "../support/database";
import { createTenant } from "../support/factories";
import { enqueue, storedJobs } from "../support/jobs";
import { aTask } from "../support/jobs-task";
import { startProgram } from "../support/program";
import { invitation } from "../support/resources/links";

const program = startProgram();
const admin = (work: (sql: Sql) => Promise<unknown>) => asAdmin(program.database(), work);

function run(task: PeriodicTask): Promise<Record<string, number>> {
  return task.run(new AbortController().signal);
}

it("deletes sessions that have expired, in several batches, and no others", async () => {
  const tenant = await createTenant();
  await admin(
    (sql) => sql`insert into sessions (id, user_id, active_tenant_id, expires_at, absolute_expires_at)
    select 'old ' || n, ${tenant.admin.userId}, ${tenant.id}, now(), now() from generate_series(1, 2500) n`,
  );
  expect(await run(deleteSessions)).toEqual({ deleted: 2_500 });
  expect(await run(deleteSessions)).toEqual({ deleted: 0 });
});

it("deletes invitations whose link ended long ago", async () => {
  const tenant = await createTenant();
  const { id: old = "" } = await invitation(tenant, "old@example.org");
  await invitation(tenant, "lately@example.org");
  await admin((sql) => sql`update invitations set expires_at = now() - interval '91 days' where id = ${old}`);
  expect(await run(deleteInvitations)).toEqual({ deleted: 1 });
});

it("deletes mails that nobody took, and links that nobody can use", async () => {
  await admin(
    (sql) => sql`insert into mails (id, payload, next_attempt_at, expires_at)
    select uuidv7(), 'x', now(), now() - interval '1 second'`,
  );
  await admin(
    (sql) => sql`insert into account_tokens (id, purpose, email, email_normalised, expires_at)
    values ('old', 'sign_up', 'x', 'x', now() - interval '25 hours'), ('new', 'sign_up', 'x', 'x', now() - interval '23 hours')`,
  );
  expect(await run(deleteMails)).toEqual({ lost: 1, deletedLinks: 1 });
});

it("deletes jobs that are done after a day, and those that failed after a month", async () => {
  const { admin: member, id } = await createTenant();
  for (const name of ["done 2 days", "done 1 hour", "failed 2 days", "failed 31 days", "waiting"])
    await enqueue(member.context, aTask(), name);
  await admin(
    (sql) => sql`update jobs set state = split_part(payload ->> 'name', ' ', 1),
    finished_at = now() - substring(payload ->> 'name' from ' (.*)')::interval
    where tenant_id = ${id} and payload ->> 'name' <> 'waiting'`,
  );
  expect(await run(deleteJobs)).toMatchObject({ deleted: 2 });
  const left = (await storedJobs(program.database(), id)).map(({ payload }) => payload.name);
  expect(left).toEqual(["done 1 hour", "failed 2 days", "waiting"]);
});

it("deletes deliveries after a month, in several batches, but none that still waits for its endpoint", async () => {
  const { id, admin: member } = await createTenant();
  const values = { url: "https://example.org/hooks", description: "", types: null, ordered: false };
  const { id: there } = await createWebhookEndpoint(member.context, values);
  const made = (endpoint: string, status: string, days: number, count = 1) =>
    admin(
      (sql) => sql`
        insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, body, status, created_at)
        select ${id}, uuidv7(), ${endpoint}, uuidv7(), 'article.created', '{}', ${status}, now() - ${days} * interval '1 day'
        from generate_series(1, ${count}::int)`,
    );
  const gone = "01890000-0000-7000-8000-000000000000";
  await made(there, "delivered", 31, 2_400);
  await made(there, "failed", 31);
  await made(gone, "pending", 31);
  await made(there, "held", 31);
  await made(there, "delivered", 29);
  expect(await run(deleteDeliveries)).toEqual({ deleted: 2_402 });
  expect(await run(deleteDeliveries)).toEqual({ deleted: 0 });
});
