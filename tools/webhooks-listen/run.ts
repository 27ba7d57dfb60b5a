import { z } from "zod";
import { styled, TaskError } from "../../src/bin/support/terminal";
import type { Api } from "../rest/client";
import { describeError } from "../rest/describe-error";
import { printable } from "../terminal/printable";
import type { Arguments } from "./arguments";
import { type Delivery, startReceiver } from "./receiver";

const path = "/api/v1/webhook-endpoints";
const made = z.object({ data: z.object({ id: z.uuid(), secret: z.string() }) });
const event = z.object({ type: z.string(), timestamp: z.string() });

export interface Listening {
  /** Deletes the endpoint; resolves to how many deliveries could not be verified. */
  stop(): Promise<number>;
}

/** Makes an endpoint that leads to this machine, and prints what comes. Throws TaskError, FatalError. */
export async function listen(
  api: Api,
  { types, ordered, port, status, slowMs }: Arguments,
  print: (line: string) => void,
): Promise<Listening> {
  let secret = "";
  let faults = 0;
  const { server, url } = await startReceiver({
    ...{ port, status, slowMs, secret: () => secret },
    onDelivery(delivery) {
      if (delivery.fault) faults += 1;
      print(lineOf(delivery, status));
    },
  });
  const answer = await api.send("POST", path, {
    url,
    types,
    ordered,
    description: "npm run webhooks:listen",
  });
  if (answer.status !== 201) {
    server.close();
    throw new TaskError(`No endpoint could be made: ${describeError(answer.status, answer.body)}`);
  }
  const { data } = made.parse(answer.body);
  secret = data.secret;
  print(`${styled("bold", url)} gets ${types ? types.join(", ") : "all events"}; Ctrl-C ends it`);
  return {
    async stop() {
      await api.send("DELETE", `${path}/${data.id}`);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      return faults;
    },
  };
}

function lineOf({ id, body, fault }: Delivery, status: number): string {
  const parsed = event.safeParse(json(body));
  const type = parsed.success ? printable(parsed.data.type, 80) : "not an event";
  const mark = fault ? styled("red", `✗ ${fault}`) : styled("green", "✓ verified");
  const answered = status < 300 ? styled("dim", `→ ${status}`) : styled("yellow", `→ ${status}`);
  return `${mark} ${styled("bold", type)} ${styled("dim", printable(id, 80))} ${answered}\n  ${printable(body, 2_000)}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
