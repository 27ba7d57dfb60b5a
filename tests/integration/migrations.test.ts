import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "@/db/migrate";
import { asAdmin, createEmptyDatabase, type TestDatabase } from "../support/database";

/** The runner of migrations, with small migrations of its own. */
let database: TestDatabase;
let folder: string;
let said: string[];

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "masthead-migrations-"));
  said = [];
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const run = (more: object = {}) => migrate({ ...database, folder, log: (line) => said.push(line), ...more });
const inDatabase = <T>(work: (sql: postgres.Sql) => Promise<T>) => asAdmin(database, work);
const tables = () =>
  inDatabase(async (sql) => {
    const rows = await sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
    return rows.map(({ name }) => name);
  });
const isValid = (index: string) =>
  inDatabase(async (sql) => {
    const [row] = await sql`select indisvalid as valid from pg_index where indexrelid = ${index}::regclass`;
    return row?.valid;
  });

describe("migrations", () => {
  it("run once each, in the order of their names, and a second run has nothing to do", async () => {
    write("0002_b.sql", "create table b (id int references a)");
    write("0001_a.sql", "create table a (id int primary key); insert into a values (1)");
    write("schema.sql", "this is for readers");
    expect(await run()).toEqual({ applied: 2 });
    expect(await run()).toEqual({ applied: 0 });
    expect(await tables()).toEqual(["a", "b"]);
  });

  it("have a transaction each: what a failed one did is gone, those before it stay", async () => {
    write("0001_a.sql", "create table a (id int)");
    write("0002_b.sql", "create table b (id int); create table a (id int)");
    await expect(run()).rejects.toThrow('0002_b.sql: relation "a" already exists');
    expect(await tables()).toEqual(["a"]);
    write("0002_b.sql", "create table b (id int)");
    expect(await run()).toEqual({ applied: 1 });
    expect(await tables()).toEqual(["a", "b"]);
  });

  it("run outside of one where they say so, as indexes of tables in use need", async () => {
    write("0001_a.sql", "create table a (id int, name text)");
    write(
      "0002_indexes.sql",
      `-- migrate: no transaction
drop index concurrently if exists a_name_idx;
--> statement-breakpoint
create index concurrently a_name_idx on a (name);`,
    );
    expect(await run()).toEqual({ applied: 2 });
    expect(await isValid("a_name_idx")).toBe(true);
  });

  it("that are missing in between run all the same", async () => {
    write("0001_a.sql", "create table a (id int)");
    write("0003_c.sql", "create table c (id int)");
    await run();
    write("0002_b.sql", "create table b (id int)");
    expect(await run()).toEqual({ applied: 1 });
    expect(await tables()).toEqual(["a", "b", "c"]);
  });

  it("that were changed or taken away after they ran are named, and nothing runs", async () => {
    write("0001_a.sql", "create table a (id int)\n");
    write("0002_b.sql", "create table b (id int)");
    await run();
    write("0001_a.sql", "create table a (id int)  \r\n\r\n");
    expect(await run(), "ends of lines don't count").toEqual({ applied: 0 });
    write("0001_a.sql", "create table a (id bigint)");
    rmSync(path.join(folder, "0002_b.sql"));
    write("0003_c.sql", "create table c (id int)");
    await expect(run()).rejects.toThrow(
      "0001_a.sql was changed after it ran here; undo that, and write a new migration; " +
        "0002_b.sql ran here, but this version of the program doesn't have it",
    );
    expect(await tables()).toEqual(["a", "b"]);
  });

  it("of a newer version are named, and an older one whose own have all run goes on", async () => {
    write("0001_a.sql", "create table a (id int)");
    write("0002_b.sql", "create table b (id int)");
    write("0003_c.sql", "create table c (id int)");
    await run();
    rmSync(path.join(folder, "0002_b.sql"));
    rmSync(path.join(folder, "0003_c.sql"));
    expect(await run()).toEqual({ applied: 0 });
    expect(said).toEqual([
      "warning: a newer version has migrated this database: " +
        "0002_b.sql ran here, but this version of the program doesn't have it; " +
        "0003_c.sql ran here, but this version of the program doesn't have it",
    ]);
    write("0001_a.sql", "create table a (id bigint)");
    await expect(run()).rejects.toThrow("0001_a.sql was changed after it ran here");
  });

  it("stop where the connection was lost, and with it the lock", async () => {
    write("0001_a.sql", "create table a (id int)");
    await run();
    write("0002_column.sql", "alter table a add column name text");
    write("0003_index.sql", "-- migrate: no transaction\ncreate index concurrently a_idx on a (id)");
    const busy = postgres(database.ownerUrl, { max: 1 });
    const reader = await busy.reserve();
    await reader`begin`;
    await reader`select * from a`;
    const cut = () =>
      inDatabase(async (sql) => {
        await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
          and database = (select oid from pg_database where datname = current_database())`;
        await reader`commit`;
      });
    let done: Promise<void> | undefined;
    const log = () => {
      done ??= cut();
    };
    // Cut while it waits to try again, or in the middle of another attempt.
    await expect(run({ lockTimeoutMs: 300, attemptMax: 1_000, log })).rejects.toThrow(
      /0002_column\.sql: (the connection was lost, and with it the lock|terminating connection)/,
    );
    await done;
    const [row] = await inDatabase((sql) => sql`select count(*)::int as count from migrations.applied`);
    expect(row?.count).toBe(1);
    reader.release();
    await busy.end();
  });

  it("run once where many processes start them at the same moment, concurrent indexes too", async () => {
    write("0001_a.sql", "create table a (id int); select pg_sleep(0.3)");
    write("0002_index.sql", "-- migrate: no transaction\ncreate index concurrently a_idx on a (id)");
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => run()));
    expect(results.map(({ applied }) => applied).sort()).toEqual([0, 0, 0, 0, 2]);
    expect(said).toContain("another process is migrating the database; waiting for it");
    expect(await isValid("a_idx")).toBe(true);
  });

  it("wait for a lock no longer than they may, let others pass, and try again", async () => {
    write("0001_a.sql", "create table a (id int)");
    await run();
    write("0002_column.sql", "create table b (id int); alter table a add column name text");
    const busy = postgres(database.ownerUrl, { max: 1 });
    const reader = await busy.reserve();
    await reader`begin`;
    await reader`select * from a`;
    const gone = new Promise<void>((resolve) => {
      const say = async (line: string) => {
        said.push(line);
        if (!line.includes("attempt 2 of")) return;
        await reader`commit`;
        resolve();
      };
      void run({ lockTimeoutMs: 50, log: say }).then((result) => said.push(`applied ${result.applied}`));
    });
    await gone;
    await expect.poll(() => said.at(-1)).toBe("applied 1");
    expect(said.slice(0, 2)).toEqual([
      "0002_column.sql got no lock within 50 ms; attempt 1 of 10",
      "0002_column.sql got no lock within 50 ms; attempt 2 of 10",
    ]);
    expect(await tables()).toEqual(["a", "b"]);
    reader.release();
    await busy.end();
  });

  it("give up in the end where the lock is never free", async () => {
    write("0001_a.sql", "create table a (id int)");
    await run();
    write("0002_column.sql", "alter table a add column name text");
    const busy = postgres(database.ownerUrl, { max: 1 });
    await busy.begin(async (tx) => {
      await tx`select * from a`;
      await expect(run({ lockTimeoutMs: 20, attemptMax: 2 })).rejects.toThrow(
        "0002_column.sql: canceling statement due to lock timeout",
      );
    });
    await busy.end();
    expect(await run()).toEqual({ applied: 1 });
  });

  it("may say what a person should know", async () => {
    write(
      "0001_a.sql",
      "do $$ begin raise notice 'set it by hand'; end $$; create table if not exists a (id int)",
    );
    await run();
    expect(said).toEqual(["set it by hand"]);
  });
});
