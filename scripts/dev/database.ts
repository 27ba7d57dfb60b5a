import { findRunningPostgres, startEmbeddedPostgres } from "../embedded/postgres";
import { setting } from "./environment";
import { currentRun, describe, takeRunLock } from "./run-lock";
import { reasonOf, say, TaskError, warn } from "./say";
import { atShutdown } from "./shutdown";

/** The database that a task works with. */
export interface TaskDatabase {
  kind: "configured" | "embedded";
  appUrl: string;
  /** Absent where only DATABASE_URL is configured: then somebody else migrates. */
  ownerUrl?: string;
}

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
  say(`using the database of npm run ${other.task}`);
  return { kind: "embedded", appUrl: running.appUrl, ownerUrl: running.ownerUrl };
}

function configuredDatabase(): TaskDatabase | undefined {
  const appUrl = setting("DATABASE_URL");
  if (!appUrl) return undefined;
  say(`using the database of DATABASE_URL (${placeOf(appUrl)})`);
  return { kind: "configured", appUrl, ownerUrl: setting("DATABASE_OWNER_URL") };
}

/** Brings the database's tables up to date. */
export async function migrateDatabase({ appUrl, ownerUrl, kind }: TaskDatabase): Promise<void> {
  if (!ownerUrl) {
    warn("DATABASE_OWNER_URL is not set, so the database is not migrated");
    return;
  }
  const { migrate } = await import("../../src/db/migrate");
  const { applied } = await migrate({ ownerUrl, appUrl }).catch((error: unknown) => {
    const reason = reasonOf(error);
    const unreachable = kind === "configured" && /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|TIMEOUT/.test(reason);
    const hint = unreachable ? " Is it running? (docker compose up -d)" : "";
    throw new TaskError(`The database at ${placeOf(ownerUrl)} could not be migrated: ${reason}.${hint}`);
  });
  if (applied > 0) say(`applied ${applied} ${applied === 1 ? "migration" : "migrations"}`);
}

/** Host, port and database of a connection string: what may be shown of it. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return "not a connection string";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
