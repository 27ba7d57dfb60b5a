import { beforeAll, describe, expect, it } from "vitest";
import { call, type RouteModule, routes } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/**
 * Every route file × method × kind of credential, asked for another tenant's id and for an id that nobody has: the
 * answers must be the same bytes, request id aside. A route with an `[id]` that isn't listed below fails.
 */
startProgram();

let own: TestTenant;
let other: TestTenant;
/** An id of the other tenant for each route with an `[id]`. */
let othersIds: Record<string, string>;
const unknownId = "01890000-0000-7000-8000-000000000000";

/** A body that would be accepted. */
const bodies: Record<string, unknown> = {
  "PATCH /api/v1/articles/[id]": { title: "Taken over" },
  "POST /api/v1/articles/[id]/comments": { body: "Hello" },
};

beforeAll(async () => {
  own = await createTenant("Own");
  other = await createTenant("Other");
  const article = await createArticle(other.admin, { title: "Secret of the other", status: "published" });
  const comment = await call("POST", `/api/v1/articles/${article.id}/comments`, {
    key: other.secretKeys.admin,
    body: { body: "Secret" },
  });
  const commentId = (await comment.json()).data.id;
  othersIds = {
    "/api/v1/articles/[id]": article.id,
    "/api/v1/articles/[id]/publish": article.id,
    "/api/v1/articles/[id]/unpublish": article.id,
    "/api/v1/articles/[id]/archive": article.id,
    "/api/v1/articles/[id]/comments": article.id,
    "/api/v1/articles/[id]/like": article.id,
    "/api/v1/comments/[id]": commentId,
  };
});

const methods: (keyof RouteModule)[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const credentials = (): Record<string, object> => ({
  "signed out": {},
  "admin session": { session: own.admin.token },
  "editor session": { session: own.editor.token },
  "author session": { session: own.author.token },
  "viewer session": { session: own.viewer.token },
  "admin key": { key: own.secretKeys.admin },
  "viewer key": { key: own.secretKeys.viewer },
  "publishable key": { key: own.publishableKey },
});

describe("another tenant's id", () => {
  const withId = routes.filter((route) => route.path.includes("[id]"));

  it("is listed for every route that takes one", () => {
    const missing = withId
      .filter((route) => !othersIds[route.path])
      .map((route) => `${route.path}: add it to othersIds`);
    expect(missing).toEqual([]);
  });

  it.each(withId.flatMap((route) => methods.map((method) => [method, route.path] as const)))(
    "answers like an unknown one to %s %s, for everyone",
    async (method, path) => {
      for (const [who, credential] of Object.entries(credentials())) {
        const ask = async (id: string) => {
          const answer = await call(method, path.replace("[id]", id), {
            ...credential,
            body: bodies[`${method} ${path}`],
            headers: { "x-request-id": "same-for-both" },
          });
          const headers = [...answer.headers].filter(
            ([name]) => !["content-security-policy", "ratelimit"].includes(name),
          );
          return { status: answer.status, text: await answer.text(), headers };
        };
        const [theirs, nobodys] = [await ask(othersIds[path] ?? ""), await ask(unknownId)];
        expect(theirs, who).toEqual(nobodys);
        expect([401, 403, 404, 405], `${who}: ${method} ${path}`).toContain(theirs.status);
        expect(theirs.text).not.toContain("Secret");
      }
    },
  );

  it("was never changed by any of that", async () => {
    const answer = await call("GET", `/api/v1/articles/${othersIds["/api/v1/articles/[id]"]}`, {
      key: other.secretKeys.viewer,
    });
    expect((await answer.json()).data).toMatchObject({
      title: "Secret of the other",
      version: 1,
      status: "published",
      counts: { likes: 0, comments: 1 },
    });
  });
});

describe("lists", () => {
  it("hold nothing of another tenant, for anyone and with any filter", async () => {
    const filters = [
      "",
      "?q=secret",
      `?authorId=${other.admin.userId}`,
      "?status=published",
      "?tag=a",
      "?slug=secret-of-the-other",
    ];
    for (const route of routes.filter(
      (candidate) => candidate.path.startsWith("/api/v1/") && !candidate.path.includes("["),
    )) {
      for (const credential of Object.values(credentials())) {
        for (const filter of filters) {
          const text = await (await call("GET", route.path + filter, credential)).text();
          expect(text).not.toContain(other.id);
          expect(text).not.toContain("Secret of the other");
          expect(text).not.toContain(othersIds["/api/v1/articles/[id]"]);
        }
      }
    }
  });
});
