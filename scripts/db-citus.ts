import postgres from "postgres";
import { readTables } from "./citus/catalog";
import { statementsOf } from "./citus/statements";
import { loadDotEnv, setting } from "./support/environment";
import { TaskError } from "./support/say";
import { runTask } from "./support/shutdown";

/**
 * `npm run db:citus`: writes the statements that distribute the schema of DATABASE_OWNER_URL by tenant on Citus. It reads
 * the catalog of a migrated database and changes nothing; see docs/scaling.md before running what it writes.
 */
await runTask(async () => {
  loadDotEnv();
  const url = setting("DATABASE_OWNER_URL");
  if (!url)
    throw new TaskError("DATABASE_OWNER_URL is missing: the owner of the tables of a migrated database.", 2);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const { lines, byHand } = statementsOf(await readTables(sql));
    console.log(lines.join("\n"));
    if (byHand.length > 0)
      console.log(["-- To be settled by hand before:", ...byHand.map((line) => `--   ${line}`)].join("\n"));
    return 0;
  } finally {
    await sql.end();
  }
});
