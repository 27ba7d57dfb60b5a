import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

export interface PgBouncer {
  /** The connection string through it. */
  url: string;
  stop(): Promise<void>;
}

/** Its version, such as 1.18; undefined if there is none on the PATH. */
export function pgBouncerVersion(): [major: number, minor: number] | undefined {
  const { stdout } = spawnSync("pgbouncer", ["--version"], { encoding: "utf8" });
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  return major && minor ? [Number(major), Number(minor)] : undefined;
}

/** From 1.21 on it keeps prepared statements across the connections of a pool. */
export function keepsPreparedStatements([major, minor]: [major: number, minor: number]): boolean {
  return major > 1 || minor >= 21;
}

/** Debian's PgBouncer in transaction mode, in front of `appUrl`, with few server connections for many clients. */
export async function startPgBouncer(
  appUrl: string,
  { prepared, poolSize = 3 }: { prepared: boolean; poolSize?: number },
): Promise<PgBouncer> {
  const target = new URL(appUrl);
  const directory = mkdtempSync(path.join(tmpdir(), "masthead-pgbouncer-"));
  const port = await freePort();
  writeFileSync(path.join(directory, "users"), `"${target.username}" "${target.password}"\n`);
  writeFileSync(
    path.join(directory, "config.ini"),
    configOf(target, directory, { port, prepared, poolSize }),
  );
  const child = spawn("pgbouncer", [path.join(directory, "config.ini")], { stdio: "ignore" });
  if (process.getuid?.() === 0) {
    // As root it changes to another user, who has to reach its files.
    chmodSync(directory, 0o755);
    for (const name of ["users", "config.ini"]) chmodSync(path.join(directory, name), 0o644);
  }
  const url = new URL(appUrl);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  await untilItAnswers(url.href, child);
  return {
    url: url.href,
    stop: async () => {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true });
    },
  };
}

function configOf(
  target: URL,
  directory: string,
  { port, prepared, poolSize }: { port: number; prepared: boolean; poolSize: number },
): string {
  return `[databases]
* = host=${target.hostname} port=${target.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${path.join(directory, "users")}
pool_mode = transaction
max_client_conn = 200
default_pool_size = ${poolSize}
${prepared ? "max_prepared_statements = 200" : ""}
${process.getuid?.() === 0 ? "user = nobody" : ""}
`;
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (
    const deadline = Date.now() + 15_000;
    Date.now() < deadline && child.exitCode === null;
    await sleep(100)
  ) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, fetch_types: false });
    const answers = await sql`select 1`.then(
      () => true,
      () => false,
    );
    await sql.end({ timeout: 0 });
    if (answers) return;
  }
  throw new Error(`PgBouncer did not start (exit code ${child.exitCode})`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
