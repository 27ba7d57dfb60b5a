import { writeFileSync } from "node:fs";
import postgres from "postgres";
import { runTask } from "../../src/bin/support/shutdown";
import { info } from "../../src/bin/support/terminal";
import { migrate } from "../../src/db/migrate";
import { ensureDatabase, ensureOwner } from "../services/roles";
import { startTemporaryPostgres } from "../services/temporary-postgres";
import { dumpSchema } from "./dump";

/** `npm run db:schema`: writes drizzle/schema.sql, the schema in force, from a database that all migrations have made. */
await runTask(async () => {
  const { adminUrl, stop } = await startTemporaryPostgres({ fsync: "off" });
  const password = "masthead";
  const urlOf = (username: string) =>
    Object.assign(new URL(adminUrl), { username, password, pathname: "/masthead" }).href;
  await ensureOwner({ adminUrl, password });
  await ensureDatabase(adminUrl);
  await migrate({ ownerUrl: urlOf("masthead_owner"), appUrl: urlOf("masthead_app"), log: info });
  const sql = postgres(urlOf("masthead_owner"), { max: 1 });
  writeFileSync("drizzle/schema.sql", await dumpSchema(sql));
  await sql.end();
  await stop();
  info("wrote drizzle/schema.sql");
  return 0;
});
