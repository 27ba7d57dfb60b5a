import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { z } from "zod";

export interface Question {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  key?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Asked {
  status: number;
  text: string;
  headers: IncomingHttpHeaders;
}

/**
 * Asks over a connection of `agent`, which is kept alive. Rejects where no answer comes, and never asks twice: what other
 * clients hide is what is counted here.
 */
export function ask(
  agent: Agent,
  url: string,
  { method = "GET", path, key, body, headers }: Question,
): Promise<Asked> {
  const all = {
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asking = request(url + path, { method, headers: all, agent, timeout: 30_000 });
    asking.on("timeout", () => asking.destroy(new Error("no answer within 30 s")));
    asking.on("error", reject);
    asking.on("response", async (response) => {
      try {
        let text = "";
        for await (const part of response.setEncoding("utf8")) text += part;
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
      } catch (error) {
        reject(error);
      }
    });
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export function keepAlive(maxSockets: number): Agent {
  return new Agent({ keepAlive: true, maxSockets });
}

const withId = z.object({ data: z.object({ id: z.string() }) });

/** The id of what was created or changed. */
export function idIn({ status, text }: Pick<Asked, "status" | "text">): string {
  const parsed = withId.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${status}: ${text.slice(0, 300)}`);
  return parsed.data.data.id;
}
