import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "@humanwhocodes/upstash-redis-server";
import RedisMock from "ioredis-mock";

export const upstashToken = "test-token";

/**
 * Upstash's REST protocol on this machine: a bridge to the real Redis where there is one, else a few lines of the same
 * protocol in front of ioredis-mock, which runs the same commands and scripts.
 */
export async function startUpstash(): Promise<{ url: string; stop(): Promise<void> }> {
  const redisUrl = process.env.TEST_REDIS_URL ?? "memory:";
  const answer = redisUrl.startsWith("redis:") ? overRedis(redisUrl) : overMock();
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const response = await answer(
      new Request(`http://localhost${incoming.url}`, {
        method: incoming.method,
        headers: incoming.headers as Record<string, string>,
        body: incoming.method === "POST" ? Buffer.concat(chunks) : undefined,
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function overRedis(redisUrl: string): (request: Request) => Promise<Response> {
  const app = createApp({ token: upstashToken, redisUrl });
  return async (request) => app.fetch(request);
}

function overMock(): (request: Request) => Promise<Response> {
  const commands = new RedisMock() as unknown as Record<
    string,
    (...args: (string | number)[]) => Promise<unknown>
  >;
  const run = async ([name = "", ...args]: (string | number)[]) => {
    const command = String(name).toLowerCase();
    try {
      // ioredis-mock knows the options of SET in capitals only.
      const words =
        command === "set" ? args.map((word, index) => (index > 1 ? String(word).toUpperCase() : word)) : args;
      return { result: await commands[command]?.(...words) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  return async (request) => {
    if (request.headers.get("authorization") !== `Bearer ${upstashToken}`) {
      return Response.json({ error: "Unauthorized" }, { status: 401 });
    }
    const body = (await request.json()) as (string | number)[] | (string | number)[][];
    const isPipeline = new URL(request.url).pathname === "/pipeline";
    const results = await Promise.all(
      (isPipeline ? (body as (string | number)[][]) : [body as (string | number)[]]).map(run),
    );
    return Response.json(isPipeline ? results : results[0], {
      status: "error" in (results[0] ?? {}) && !isPipeline ? 400 : 200,
    });
  };
}
