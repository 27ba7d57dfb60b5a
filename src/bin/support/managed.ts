import { serverEnvironment } from "./environment";
import { type Managed, startNode } from "./processes";
import { atShutdown } from "./shutdown";
import { warn } from "./terminal";

/** How long a server may take to end before it is killed, in milliseconds: a little longer than it gives its requests. */
export const endMs = 9_000;

/** Starts `node <args>`, to be stopped with the task. */
export function startManaged(args: string[], environment: Record<string, string>): Managed {
  return stoppedWithTask(startNode(args, { env: programEnvironment(environment) }), endMs);
}

export function programEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  return serverEnvironment({ ...more, NEXT_TELEMETRY_DISABLED: "1" });
}

export function stoppedWithTask(server: Managed, graceMs: number): Managed {
  atShutdown("the server", async () => {
    if (!(await server.stop(graceMs)))
      warn(`the server did not end within ${graceMs / 1000} seconds and was killed`);
  });
  return server;
}
