import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { Row } from "postgres";
import { pooled, shaped } from "./queries";
import { byId, create, list, search } from "./statements";

/**
 * The limit of what this stack can do: bare node:http and postgres.js, one hand-written statement for a request, no
 * tenancy, sessions, limits, validation or log. The measure of the program, and nothing to be served to anybody.
 *
 * REFERENCE_SHAPE=tenant sends each statement as the program does, inside a transaction with the tenant's settings; with a
 * superuser's connection string and then with the program's, that tells what row security costs.
 */
const url = process.env.REFERENCE_DATABASE_URL ?? "";
const connections = 10;
const query = process.env.REFERENCE_SHAPE === "tenant" ? shaped(url, connections) : pooled(url, connections);

const server = createServer(async (request, response) => {
  try {
    const [status, body] = await answer(request);
    const text = JSON.stringify(body);
    response.writeHead(status, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
    });
    response.end(text);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));

async function answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
  const [, what, tenant = "", id = ""] = (request.url ?? "").split("/");
  if (what === "list") return [200, listOf(await query(list, [tenant], tenant))];
  if (what === "search") {
    const values = [tenant, decodeURIComponent(id)];
    return [200, listOf(await query(search, values, tenant, { planned: true }))];
  }
  if (what === "article") {
    const [article] = await query(byId, [tenant, id], tenant);
    return article ? [200, { data: shape(article) }] : [404, {}];
  }
  if (what === "create") {
    const { title, content } = JSON.parse(await bodyOf(request)) as { title: string; content: string };
    const slug = title.toLowerCase().replaceAll(" ", "-");
    const values = [tenant, randomUUID(), id, slug, title, content, content.slice(0, 240)];
    const [article] = await query(create, values, tenant, { writes: true });
    return [201, { data: article }];
  }
  return [404, {}];
}

function listOf(rows: Row[]) {
  return { data: rows.map(shape), meta: { total: rows[0]?.total ?? 0 } };
}

function shape({ authorId, author, avatar, likes, comments, total: _total, ...article }: Row) {
  return { ...article, author: { id: authorId, name: author, avatar }, counts: { likes, comments } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
