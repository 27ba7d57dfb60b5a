import { writeFileSync } from "node:fs";
import postgres from "postgres";
import { say } from "../../src/bin/support/say";
import { runTask } from "../../src/bin/support/shutdown";
import { migrate } from "../../src/db/migrate";
import { ensureDatabase, ensureOwner } from "../services/roles";
import { startThrowAwayPostgres } from "../services/throw-away";
import { dumpSchema } from "./dump";

/** `npm run db:schema`: writes drizzle/schema.sql, the schema in force, from a database that all migrations have made. */
await runTask(async () => {
  const { adminUrl, stop } = await startThrowAwayPostgres({ fsync: "off" });
  const password = "masthead";
  const urlOf = (username: string) =>
    Object.assign(new URL(adminUrl), { username, password, pathname: "/masthead" }).href;
  await ensureOwner({ adminUrl, password });
  await ensureDatabase(adminUrl);
  await migrate({ ownerUrl: urlOf("masthead_owner"), appUrl: urlOf("masthead_app"), say });
  const sql = postgres(urlOf("masthead_owner"), { max: 1 });
  writeFileSync("drizzle/schema.sql", await dumpSchema(sql));
  await sql.end();
  await stop();
  say("wrote drizzle/schema.sql");
  return 0;
});
