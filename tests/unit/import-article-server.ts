import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { tagSlugOf } from "@/server/tags/key";

interface Stored {
  id: string;
  slug: string;
  title: string;
  content: string;
  status: string;
  tags: { slug: string; name: string }[];
  publishedAt: string | null;
  source: Source | undefined;
}

const sourceSchema = z.object({ importer: z.string(), path: z.string(), fingerprint: z.string() });
type Source = z.infer<typeof sourceSchema>;

const bodySchema = z
  .object({
    title: z.string(),
    content: z.string(),
    slug: z.string(),
    status: z.string(),
    tags: z.array(z.string()),
    publishedAt: z.string(),
    source: sourceSchema,
  })
  .partial();

/** What goes wrong with one request. `drop-after`: it has its effect, but the connection ends without an answer. */
export type Fault = "503" | "429-seconds" | "429-date" | "drop-before" | "drop-after" | "hang";

/**
 * A real HTTP server with the part of the REST API that the importer uses, which fails on demand. The real server can't
 * be made to drop a connection just after a write; everything else is tested against it too.
 */
export class ArticleServer {
  readonly articles = new Map<string, Stored>();
  /** Faults of the next requests that have a body, one each. */
  faults: Fault[] = [];
  /** How long an answer takes, in milliseconds. */
  delayMs = 0;
  readonly faultsOfSlug = new Map<string, number>();
  requests = 0;
  writes = 0;
  concurrentMax = 0;
  /** Requests that came before the time that an earlier Retry-After had named. */
  early = 0;
  #concurrent = 0;
  #closedFrom = 0;
  #closedUntil = 0;

  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<ArticleServer> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const self = new ArticleServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => {
      self.#concurrent += 1;
      self.concurrentMax = Math.max(self.concurrentMax, self.#concurrent);
      response.on("close", () => {
        self.#concurrent -= 1;
      });
      self
        .#handle(request, response)
        .catch((error: unknown) => send(response, 500, { error: String(error) }));
    });
    return self;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    if (Date.now() > this.#closedFrom && Date.now() < this.#closedUntil) this.early += 1;
    await sleep(this.delayMs);
    const key = request.headers.authorization;
    if (key === "Bearer bad") return send(response, 401, { error: "Invalid key" });
    const isWrite = request.method !== "GET";
    const body = isWrite && request.headers["content-type"] ? bodySchema.parse(await json(request)) : {};
    if (isWrite && key === "Bearer reader") return send(response, 403, { error: "Insufficient permissions" });
    const fault = isWrite ? this.faults.shift() : undefined;
    if (fault === "drop-before") return void request.socket.destroy();
    if (fault === "hang") return;
    if (fault === "503") return send(response, 503, { error: "Down" });
    if (fault?.startsWith("429")) return this.#refuseForNow(response, fault);
    const [status, answer] = this.#answer(request.method ?? "", new URL(request.url ?? "", this.url), body);
    if (fault === "drop-after") return void request.socket.destroy();
    send(response, status, answer);
  }

  #refuseForNow(response: ServerResponse, fault: string): void {
    const inSeconds = fault === "429-seconds";
    // An HTTP date has whole seconds, so it may name a time up to one second earlier than meant.
    const until = inSeconds ? Date.now() + 1_000 : Math.ceil(Date.now() / 1_000) * 1_000 + 1_000;
    this.#closedFrom = Date.now() + 150; // requests may be on their way while the refusal is
    this.#closedUntil = Math.max(this.#closedUntil, until - 50);
    response.setHeader("retry-after", inSeconds ? "1" : new Date(until).toUTCString());
    send(response, 429, { error: "Too many requests" });
  }

  #answer(method: string, url: URL, body: z.infer<typeof bodySchema>): [number, object] {
    const [, , , , id, action] = url.pathname.split("/");
    if (method === "GET" && url.pathname === "/api/v1/article-sources") return [200, this.#sources()];
    if (method === "GET" && id) {
      const article = [...this.articles.values()].find((one) => one.id === id);
      return article ? [200, { success: true, data: article }] : [404, { error: "Article not found" }];
    }
    if (method === "GET") {
      const article = this.articles.get(url.searchParams.get("slug") ?? "");
      return [200, { success: true, data: article ? [article] : [] }];
    }
    const wrong = (body.tags ?? []).findIndex((tag) => tag.length > 50);
    if (wrong >= 0) {
      const message = "must have at most 50 characters";
      return [400, { error: "Validation failed", details: [{ path: `tags.${wrong}`, message }] }];
    }
    if (!id) return this.#create(body);
    const article = [...this.articles.values()].find((one) => one.id === id);
    if (!article) return [404, { error: "Article not found" }];
    this.writes += 1;
    if (action) article.status = action === "publish" ? "published" : "draft";
    const { tags, ...columns } = body;
    Object.assign(article, columns, tags && { tags: tagsOf(tags) });
    return [200, { success: true, data: article }];
  }

  #sources() {
    const data = [...this.articles.values()].flatMap(({ source, ...article }) =>
      source ? [{ ...source, article }] : [],
    );
    return { success: true, data, meta: { nextCursor: null } };
  }

  #create({
    slug = "",
    title = "",
    content = "",
    status = "draft",
    tags = [],
    publishedAt,
    source,
  }: z.infer<typeof bodySchema>) {
    const fault = this.faultsOfSlug.get(slug);
    if (fault) return [fault, { error: "Down" }] satisfies [number, object];
    if (this.articles.has(slug))
      return [409, { error: "Slug taken", code: "slug_taken" }] satisfies [number, object];
    this.writes += 1;
    const article = { id: `id-${this.articles.size}`, slug, title, content, status, tags: tagsOf(tags) };
    this.articles.set(slug, { ...article, publishedAt: publishedAt ?? null, source });
    return [201, { success: true, data: article }] satisfies [number, object];
  }
}

function tagsOf(names: string[]) {
  return names.map((name) => ({ slug: tagSlugOf(name), name }));
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
