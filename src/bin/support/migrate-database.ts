import { info, reasonOf, TaskError, warn } from "./terminal";

/** The database that a task works with. */
export interface TaskDatabase {
  kind: "configured" | "embedded";
  appUrl: string;
  /** Absent where only DATABASE_URL is configured: then somebody else migrates. */
  ownerUrl?: string;
}

/** Brings the database's tables up to date. */
export async function migrateDatabase({ appUrl, ownerUrl, kind }: TaskDatabase): Promise<void> {
  if (!ownerUrl) {
    warn("DATABASE_OWNER_URL is not set, so the database is not migrated");
    return;
  }
  const { migrate } = await import("../../db/migrate");
  const { applied } = await migrate({ ownerUrl, appUrl, log: info }).catch((error: unknown) => {
    const reason = reasonOf(error);
    const unreachable = kind === "configured" && /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|TIMEOUT/.test(reason);
    const hint = unreachable ? " Is it running? (docker compose up -d)" : "";
    throw new TaskError(`The database at ${placeOf(ownerUrl)} could not be migrated: ${reason}.${hint}`);
  });
  if (applied > 0) info(`applied ${applied} ${applied === 1 ? "migration" : "migrations"}`);
}

/** Host, port and database of a connection string: what may be shown of it. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return "not a connection string";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
