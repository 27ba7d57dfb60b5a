import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { dataDirectory, ensureDataDirectory } from "../../src/bin/support/paths";
import { TaskError } from "../../src/bin/support/terminal";

/**
 * One task at a time may run the embedded database and a server of this clone. The holder listens on a loopback port
 * and answers with a secret word that is in `.data/running.json`. So a file left by a killed run is known for what it is
 * even if its process id belongs to somebody else by now, and nothing has to be cleaned up by hand.
 */

const file = path.join(dataDirectory, "running.json");
const runningSchema = z.object({
  task: z.string(),
  pid: z.number(),
  port: z.number(),
  word: z.string(),
  url: z.string().optional(),
});

export type Running = z.infer<typeof runningSchema>;

export interface RunLock {
  /** Makes known where the server of this run answers. */
  announce(url: string): void;
  release(): Promise<void>;
}

/** The run that holds the lock now, if there is one. */
export async function currentRun(): Promise<Running | undefined> {
  const running = read();
  return running && (await answers(running)) ? running : undefined;
}

/** Takes the lock. Throws a TaskError that names the holder if there is one. */
export async function takeRunLock(task: string): Promise<RunLock> {
  ensureDataDirectory();
  const word = randomBytes(16).toString("hex");
  const server = await listen(word);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const mine: Running = { task, pid: process.pid, port, word };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (create(mine)) {
      await sleep(50); // whoever saw the same dead file may replace ours in this moment
      if (read()?.word === word) return lockOf(server, mine);
    }
    const other = read();
    if (other && (await answers(other))) {
      server.close();
      throw new TaskError(describe(other));
    }
    if (other && read()?.word === other.word) rmSync(file, { force: true });
  }
  server.close();
  throw new TaskError(`${file} keeps changing: is this clone on a shared disk?`);
}

export function describe(running: Running): string {
  const where = running.url ? ` at ${running.url}` : "";
  return `npm run ${running.task} is already running in this clone${where} (process ${running.pid}). Stop it first, with Ctrl-C or kill ${running.pid}.`;
}

function lockOf(server: Server, running: Running): RunLock {
  return {
    announce: (url) => writeFileSync(file, JSON.stringify({ ...running, url }), { mode: 0o600 }),
    release: async () => {
      if (read()?.word === running.word) rmSync(file, { force: true });
      server.close();
    },
  };
}

async function listen(word: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(word);
  });
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  server.unref();
  return server;
}

function create(running: Running): boolean {
  try {
    writeFileSync(file, JSON.stringify(running), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function read(): Running | undefined {
  try {
    const parsed = runningSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : { task: "dev", pid: 0, port: 0, word: "" };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    return { task: "dev", pid: 0, port: 0, word: "" }; // torn: nobody's
  }
}

async function answers(running: Running): Promise<boolean> {
  if (running.port === 0) return false;
  const socket = connect({ host: "127.0.0.1", port: running.port });
  socket.setTimeout(2_000, () => socket.destroy());
  let said = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await once(socket, "close").catch(() => undefined);
  return said === running.word;
}
