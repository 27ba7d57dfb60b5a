import { once } from "node:events";
import { createServer, type ListenOptions } from "node:net";
import { info, TaskError } from "./terminal";

/** A free port of the loopback address, picked by the system. */
export async function freePort(): Promise<number> {
  const server = createServer().listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

/** Whether a web server could listen on `port`: on all addresses, and nobody else has it on one of the loopbacks. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of [undefined, "0.0.0.0", "127.0.0.1", "::1"]) {
    if (!(await canListen({ port, host }))) return false;
  }
  return true;
}

async function canListen(options: ListenOptions): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(options);
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // A machine without IPv6 can't listen on ::1, which says nothing about the port.
    return code !== "EADDRINUSE" && code !== "EACCES";
  }
  server.close();
  await once(server, "close");
  return true;
}

/** The port asked for by `--port`, `-p` or PORT, and the arguments without it. Default 3000. */
export function requestedPort(args: string[], env: NodeJS.ProcessEnv): { port: number; rest: string[] } {
  const { value, rest } = takeOption(args, ["--port", "-p"]);
  const text = value ?? (env.PORT || "3000");
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new TaskError(`The port must be a number from 1 to 65535, not "${text}".`, 2);
  }
  return { port, rest };
}

/** The address to listen on asked for by `--host`, `--hostname`, `-H` or HOST, and the arguments without it. */
export function requestedHost(
  args: string[],
  env: NodeJS.ProcessEnv,
): { host: string | undefined; rest: string[] } {
  const { value, rest } = takeOption(args, ["--host", "--hostname", "-H"]);
  if (value === "") throw new TaskError("--host needs an address, such as 0.0.0.0.", 2);
  return { host: value ?? (env.HOST || undefined), rest };
}

/** The value of the last option of one of these names, as `--name value` or `--name=value`. */
function takeOption(args: string[], names: string[]): { value: string | undefined; rest: string[] } {
  const rest: string[] = [];
  let value: string | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? "";
    const [name = "", ...given] = argument.split("=");
    if (names.includes(argument)) {
      index += 1;
      value = args[index] ?? "";
    } else if (given.length > 0 && name.startsWith("--") && names.includes(name)) value = given.join("=");
    else rest.push(argument);
  }
  return { value, rest };
}

/** `wanted`, or the next free port after it; says so where it is another one. */
export async function choosePort(wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port += 1) {
    if (!(await isPortFree(port))) continue;
    if (port !== wanted) info(`port ${wanted} is taken; using ${port}`);
    return port;
  }
  throw new TaskError(`No port from ${wanted} to ${wanted + 99} is free. Set PORT to another one.`);
}
