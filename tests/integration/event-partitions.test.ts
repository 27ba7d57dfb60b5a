import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { asAdmin } from "../support/database";
import { createArticle, createTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** Whether the lines of docs/scaling.md do what stands there: events by month, without another key. */
const program = startProgram();

it("events can be partitioned by the time in their ids", async () => {
  const text = readFileSync("docs/scaling.md", "utf8");
  const lines = /```sql\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const tenant = await createTenant();
  await createArticle(tenant.admin, { title: "An event" });
  await asAdmin(program.database(), async (sql) => {
    const before = await sql`select id, created_at from events order by id`;
    expect(before.length).toBeGreaterThan(0);
    await sql.unsafe(lines);
    const month = (offset: number) =>
      sql`app.first_id_at(date_trunc('month', now()) + ${`${offset} months`}::interval)`;
    const [bounds] = await sql`select ${month(0)}::text as first, ${month(1)}::text as next`;
    await sql
      .unsafe(
        `create table events_now partition of events for values from ('${bounds?.first}') to ('${bounds?.next}')`,
      )
      .catch((error: Error) => expect(error.message).toContain("would overlap")); // in the month of the example
    await sql`insert into events select * from events_before`;
    const places = await sql`select tableoid::regclass::text as place, count(*)::int from events group by 1`;
    expect(places).toEqual([
      { place: expect.stringMatching(/^events_(now|2026_11)$/), count: before.length },
    ]);
    const plan = await sql.unsafe(
      `explain select * from events where tenant_id = '${tenant.id}' and id = '${before[0]?.id}'`,
    );
    expect(JSON.stringify(plan)).not.toContain("events_default");
    await expect(sql`insert into events select * from events_before limit 1`).rejects.toThrow(
      "duplicate key value",
    );
  });
});
