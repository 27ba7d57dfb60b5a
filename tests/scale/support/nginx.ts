import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

export interface Nginx {
  /** Every request that it has answered so far. */
  passed(): Passed[];
  stop(): Promise<void>;
}

export interface Passed {
  status: number;
  /** The processes that were asked, by port; more than one where the first could not or would not. */
  ports: number[];
}

/** The configuration of the compose profile, which names the processes by their containers. */
const configuration = "scripts/compose/nginx.conf";

/** Starts `program` on `port` in front of processes on other ports of this machine. Throws if it doesn't answer. */
export async function startNginx(program: string, port: number, processes: number[]): Promise<Nginx> {
  const directory = mkdtempSync(path.join(tmpdir(), "masthead-nginx-"));
  const file = path.join(directory, "nginx.conf");
  const accessLog = path.join(directory, "access.log");
  writeFileSync(file, mainConfiguration(directory));
  writeFileSync(path.join(directory, "masthead.conf"), withPlaces(accessLog, port, processes));
  const errorLog = path.join(directory, "error.log");
  writeFileSync(errorLog, "");
  const child = spawn(program, ["-c", file, "-e", errorLog], { stdio: "ignore" });
  await untilItAnswers(port, child, errorLog);
  return {
    passed: () => readPassed(accessLog),
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function mainConfiguration(directory: string): string {
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${path.join(directory, name)};`)
    .join("\n");
  return `${process.getuid?.() === 0 ? "user root;" : ""}
daemon off;
worker_processes 2;
pid ${path.join(directory, "pid")};
events { worker_connections 512; }
http {
${places}
  include ${path.join(directory, "masthead.conf")};
}
`;
}

function withPlaces(accessLog: string, port: number, processes: number[]): string {
  let text = readFileSync(configuration, "utf8");
  const replace = (name: string, address: string) => {
    if (!text.includes(name)) throw new Error(`${configuration} does not name ${name}`);
    text = text.replace(name, address);
  };
  replace("/var/log/nginx/access.log", accessLog);
  replace("listen 8080", `listen 127.0.0.1:${port}`);
  processes.forEach((each, index) => {
    replace(`app-${index + 1}:3000`, `127.0.0.1:${each}`);
  });
  if (/app-\d/.test(text)) throw new Error(`${configuration} names more than ${processes.length} processes`);
  return text;
}

async function untilItAnswers(port: number, child: ChildProcess, errorLog: string): Promise<void> {
  for (const end = Date.now() + 10_000; ; await sleep(50)) {
    const answers = await fetch(`http://127.0.0.1:${port}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    if (child.exitCode === null && Date.now() < end) continue;
    child.kill("SIGKILL");
    throw new Error(`nginx does not answer: ${readFileSync(errorLog, "utf8").slice(-2_000)}`);
  }
}

const line = z.object({ status: z.number(), asked: z.string() });

function readPassed(accessLog: string): Passed[] {
  const lines = readFileSync(accessLog, "utf8").split("\n");
  lines.pop(); // empty, or not yet written to its end
  return lines.map((text) => {
    const { status, asked } = line.parse(JSON.parse(text));
    return { status, ports: asked.split(/[,:] /).map((address) => Number(address.split(":").at(-1))) };
  });
}
