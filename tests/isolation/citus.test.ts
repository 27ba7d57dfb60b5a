import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { listArticles } from "@/server/articles/read";
import { listArticles as listSchema } from "@/server/articles/schema";
import { readTables, type TableFacts } from "../../scripts/citus/catalog";
import { functionsNaming, functionsOnDistributedTables } from "../../scripts/citus/functions";
import { kindsOf, planOf, problemsOf } from "../../scripts/citus/plan";
import { statementsOf } from "../../scripts/citus/statements";
import { asAdmin } from "../support/database";
import { createArticle, createTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";

/** Whether the schema could be distributed by tenant on Citus, by Citus' written rules. Citus itself isn't here. */
const program = startProgram();
let tables: TableFacts[];

beforeAll(async () => {
  tables = await asAdmin(program.database(), readTables);
});

/** What the statements of `npm run db:citus` take care of; anything else must be settled in the schema. */
const settled = ["policy", "trigger"];

describe("on Citus", () => {
  it("every table of tenants would be distributed, and what they refer to would be on every node", () => {
    const kinds = kindsOf(tables);
    const ofKind = (wanted: string) => [...kinds].filter(([, kind]) => kind === wanted).map(([name]) => name);
    expect(ofKind("distributed")).toEqual(
      tables.filter(({ hasTenant }) => hasTenant).map(({ name }) => name),
    );
    expect(ofKind("reference")).toEqual(["tenants", "users"]);
    expect(ofKind("local")).toEqual(["account_tokens", "mails", "recovery_codes", "sessions", "two_factor"]);
    report(`Citus: ${ofKind("distributed").length} tables by tenant, 2 on every node, 5 on the coordinator`);
  });

  it("every key and foreign key holds the tenant, but for the one of sessions", () => {
    const open = problemsOf(tables).filter(({ rule }) => !settled.includes(rule));
    expect(open).toEqual([
      expect.objectContaining({ table: "sessions", why: "from a local table to a distributed one" }),
    ]);
  });

  it("each table comes after those that it refers to", () => {
    const names = planOf(tables).tables.map(({ name }) => name);
    expect([...names].sort()).toEqual(tables.map(({ name }) => name));
    for (const { name, foreignKeys } of tables) {
      for (const { target } of foreignKeys)
        expect(names.indexOf(target), `${name} > ${target}`).toBeLessThanOrEqual(names.indexOf(name));
    }
  });

  it("it is known of every function whether it asks one node or all", async () => {
    const distributed = tables.filter(({ hasTenant }) => hasTenant).map(({ name }) => name);
    const found = await asAdmin(program.database(), (sql) => functionsNaming(sql, distributed));
    expect(found).toEqual(Object.keys(functionsOnDistributedTables));
  });
});

describe("the rules", () => {
  const table = (name: string, more: Partial<TableFacts> = {}): TableFacts => {
    return { name, hasTenant: true, keys: [], foreignKeys: [], policies: [], triggers: [], ...more };
  };
  const key = (more: object) => ({
    name: "k",
    target: "a",
    columns: ["tenant_id", "a_id"],
    targetColumns: ["tenant_id", "id"],
    onDelete: "c",
    onUpdate: "a",
    ...more,
  });
  const b = (more: object) => [table("a"), table("b", { foreignKeys: [key(more)] })];
  const plain = { hasTenant: false };

  it.each<[string, TableFacts[], string]>([
    [
      "a key without the tenant",
      [table("a", { keys: [{ name: "k", columns: ["id"] }] })],
      "doesn't hold tenant_id",
    ],
    ["a foreign key without it", b({ columns: ["a_id"], targetColumns: ["id"] }), "same place"],
    ["one with it elsewhere", b({ targetColumns: ["id", "tenant_id"] }), "same place"],
    ["one that clears it", b({ onDelete: "n" }), "on delete"],
    ["one that changes it", b({ onUpdate: "c" }), "on update"],
    [
      "one from a reference table",
      [
        table("a"),
        table("r", { ...plain, foreignKeys: [key({})] }),
        table("c", { foreignKeys: [key({ target: "r", columns: ["r_id"], targetColumns: ["id"] })] }),
      ],
      "from a reference table to a distributed one",
    ],
    [
      "one from a local table",
      [table("a"), table("l", { ...plain, foreignKeys: [key({})] })],
      "from a local table",
    ],
    ["a trigger", [table("a", { triggers: ["k"] })], "unsafe_triggers"],
    [
      "a sub-select",
      [table("a", { policies: [{ name: "k", using: "( SELECT 1)", check: null }] })],
      "sub-select",
    ],
  ])("notice %s", (_name, given, why) => {
    expect(problemsOf(given)).toEqual([
      expect.objectContaining({ name: "k", why: expect.stringContaining(why) }),
    ]);
  });

  it("follow references of references", () => {
    const to = (target: string) => ({
      foreignKeys: [key({ target, columns: ["x"], targetColumns: ["id"] })],
    });
    const kinds = kindsOf([table("a", to("r")), table("r", { ...plain, ...to("s") }), table("s", plain)]);
    expect([...kinds.values()]).toEqual(["distributed", "reference", "reference"]);
  });
});

describe("the statements", () => {
  it("are what npm run db:citus writes, as the owner of the tables sees them", () => {
    const { lines, byHand } = statementsOf(tables);
    const written = execFileSync(process.execPath, ["scripts/run.mjs", "db-citus"], {
      env: { ...process.env, DATABASE_OWNER_URL: program.database().ownerUrl },
      encoding: "utf8",
    });
    expect(written.split("\n").slice(0, lines.length)).toEqual(lines);
    for (const line of byHand) expect(written).toContain(`--   ${line}`);
  });

  it("run in their order, and leave one policy to a person", async () => {
    const { lines, byHand } = statementsOf(tables);
    expect(byHand).toEqual(["users.self_or_fellow_member: a policy that asks another table"]);
    const calls = await asAdmin(program.database(), async (sql) => {
      await sql.unsafe(standIns);
      await sql.unsafe(lines.join("\n"));
      // Nodes of a policy's expression as Postgres keeps it; this is what Citus looks for.
      const rows =
        await sql`select c.relname || '.' || p.polname as name from pg_policy p join pg_class c on c.oid = p.polrelid
        join distributed d on d.name = c.relname where coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, '') like '%SUBLINK%'`;
      expect(rows.map(({ name }) => name)).toEqual(["users.self_or_fellow_member"]);
      return sql`select name from distributed`;
    });
    const wanted = planOf(tables).tables.filter(({ kind }) => kind !== "local");
    expect(calls.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name));
  });

  it("keep tenants apart", async () => {
    const [one, other] = [await createTenant("One"), await createTenant("Other")];
    const mine = await createArticle(one.admin, { title: "Mine" });
    await createArticle(other.admin, { title: "Not mine" });
    const { items } = await listArticles(one.viewer.context, listSchema.parse({}));
    expect(items.map(({ id }) => id)).toEqual([mine.id]);
  });
});

/** Citus' functions by name: they take what Citus takes, hold to the order and distribute nothing. */
const standIns = `
  create table distributed (position serial, name text primary key);
  create function remember(p_table regclass) returns void language plpgsql as $$
  begin
    if exists (select from pg_constraint where contype = 'f' and conrelid = p_table and confrelid <> p_table
        and confrelid::regclass::text not in (select name from distributed)) then
      raise 'a table that % refers to is not distributed yet', p_table;
    end if;
    insert into distributed (name) values (p_table::text);
  end $$;
  create function create_reference_table(table_name regclass) returns void language sql as 'select remember(table_name)';
  create function create_distributed_table(table_name regclass, distribution_column text, distribution_type text default 'hash',
    colocate_with text default 'default', shard_count int default null) returns void language plpgsql as $$
  begin
    if colocate_with <> 'none' and (select count(*) from distributed where 'public.' || name = colocate_with) <> 1 then
      raise 'there is no % to lie beside', colocate_with;
    end if;
    perform remember(table_name);
  end $$;`;
