import { setting } from "../../src/bin/support/environment";
import { placeOf, type TaskDatabase } from "../../src/bin/support/migrate-database";
import { atShutdown } from "../../src/bin/support/shutdown";
import { info, TaskError } from "../../src/bin/support/terminal";
import { findRunningPostgres, startEmbeddedPostgres } from "../services/postgres";
import { currentRun, describe, takeRunLock } from "./run-lock";

/** The database of DATABASE_URL, or this clone's own Postgres. The caller must hold the run lock. */
export async function openDatabase(): Promise<TaskDatabase> {
  const configured = configuredDatabase();
  if (configured) return configured;
  const { appUrl, ownerUrl } = await startEmbeddedPostgres();
  return { kind: "embedded", appUrl, ownerUrl };
}

/** The same for a task that may run beside `npm run dev`: that one's database is then shared. */
export async function joinDatabase(task: string): Promise<TaskDatabase> {
  const configured = configuredDatabase();
  if (configured) return configured;
  const other = await currentRun();
  if (!other) {
    const lock = await takeRunLock(task);
    atShutdown("run lock", lock.release);
    return openDatabase();
  }
  const running = await findRunningPostgres();
  if (!running) throw new TaskError(`${describe(other)} Its database does not answer (yet).`);
  info(`using the database of npm run ${other.task}`);
  return { kind: "embedded", appUrl: running.appUrl, ownerUrl: running.ownerUrl };
}

function configuredDatabase(): TaskDatabase | undefined {
  const appUrl = setting("DATABASE_URL");
  if (!appUrl) return undefined;
  info(`using the database of DATABASE_URL (${placeOf(appUrl)})`);
  return { kind: "configured", appUrl, ownerUrl: setting("DATABASE_OWNER_URL") };
}
