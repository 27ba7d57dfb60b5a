import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { asAdmin } from "../support/database";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { catalogRules, listTables } from "./checks/catalog";
import { type Mutant, makeMutants } from "./checks/mutants";

const program = startProgram();

describe("the schema", () => {
  it("is covered table by table", async () => {
    const tables = await asAdmin(program.database(), listTables);
    report(`tables covered: ${tables.length} (${tables.join(", ")})`);
    expect(tables.length).toBeGreaterThan(10);
  });

  it.each(Object.entries(catalogRules))("%s", async (_name, rule) => {
    expect(await asAdmin(program.database(), rule)).toEqual([]);
  });
});

describe("without a tenant", () => {
  it("the program sees no row of any table", async () => {
    const sql = postgres(program.database().appUrl, { max: 1 });
    for (const name of await listTables(sql)) {
      const rows = await sql.unsafe(`select count(*)::int as count from ${name}`).catch(refusedRows);
      expect(rows[0]?.count, name).toBe(0);
    }
    await sql.end();
  });

  it("it can't change or delete events, nor empty any table", async () => {
    const sql = postgres(program.database().appUrl, { max: 1 });
    const forbidden = [
      "update events set type = 'x'",
      "delete from events",
      "truncate events",
      "truncate articles cascade",
      "alter table articles disable row level security",
      "select password_hash from users",
    ];
    for (const statement of forbidden) {
      await expect(sql.unsafe(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
    await sql.end();
  });
});

describe("these rules", () => {
  it("notice every way of weakening the schema by one step", async () => {
    const { killed, survived } = await asAdmin(program.database(), async (sql) => {
      const mutants = await sql.begin((tx) => makeMutants(tx));
      const survivors: Mutant[] = [];
      for (const mutant of mutants) if (!(await isNoticed(sql, mutant))) survivors.push(mutant);
      return { killed: mutants.length - survivors.length, survived: survivors };
    });
    report(`catalog mutants: ${killed + survived.length}, killed ${killed}, survived ${survived.length}`);
    expect(killed).toBeGreaterThan(100);
    expect(survived.map((mutant) => `${mutant.name}: ${mutant.statement}`)).toEqual([]);
  }, 600_000);
});

/** A table that the program may not read at all shows it no row either. */
function refusedRows(error: Error): { count: number }[] {
  if (!error.message.startsWith("permission denied for table")) throw error;
  return [{ count: 0 }];
}

/** DDL is transactional: the mutant lives inside a transaction that is rolled back. */
async function isNoticed(sql: postgres.Sql, mutant: Mutant): Promise<boolean> {
  let noticed = false;
  const rollback = new Error("roll back");
  await sql
    .begin(async (tx) => {
      await tx.unsafe(mutant.statement);
      for (const rule of Object.values(catalogRules)) {
        if (noticed) break;
        noticed = (await rule(tx)).length > 0;
      }
      throw rollback;
    })
    .catch((error: unknown) => {
      if (error !== rollback)
        throw new Error(`${mutant.name} could not be made: ${mutant.statement}`, { cause: error });
    });
  return noticed;
}
