import { beforeAll, describe, expect, it } from "vitest";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";
import { unknownId } from "./matrix/given";

/** Every column of every table, tried as a field of every write route: nothing but the documented fields is taken. */
const program = startProgram(wideLimits);
let tenant: TestTenant;
let columns: string[];
let articleId: string;

beforeAll(async () => {
  tenant = await createTenant();
  articleId = (await createArticle(tenant.admin)).id;
  const rows = await asAdmin(
    program.database(),
    (sql) =>
      sql`select distinct column_name as name from information_schema.columns where table_schema = 'public'`,
  );
  columns = [
    ...new Set(
      rows.flatMap(({ name }) => [
        name,
        name.replace(/_([a-z])/g, (_: string, letter: string) => letter.toUpperCase()),
      ]),
    ),
  ];
});

const writes = [
  {
    method: "POST",
    path: () => "/api/v1/articles",
    body: { title: "T", content: "C" },
    fields: ["title", "content", "slug", "tags", "status", "publishedAt", "source"],
  },
  {
    method: "PATCH",
    path: () => `/api/v1/articles/${articleId}`,
    body: { title: "T" },
    fields: ["title", "content", "slug", "tags", "publishedAt", "source", "authorId"],
  },
  {
    method: "POST",
    path: () => `/api/v1/articles/${articleId}/comments`,
    body: { body: "C" },
    fields: ["body"],
  },
  {
    method: "PATCH",
    path: () => `/api/v1/comments/${unknownId}`,
    body: { body: "C" },
    fields: ["body", "status"],
  },
  { method: "POST", path: () => "/api/v1/tags", body: { name: "N" }, fields: ["name"] },
  { method: "PATCH", path: () => `/api/v1/tags/${unknownId}`, body: { name: "N" }, fields: ["name"] },
  {
    method: "POST",
    path: () => "/api/v1/api-keys",
    body: { name: "N", kind: "secret" },
    fields: ["name", "kind", "role", "expiresAt", "rateLimitPerMinute"],
  },
  {
    method: "PATCH",
    path: () => `/api/v1/api-keys/${unknownId}`,
    body: { name: "N" },
    fields: ["name", "expiresAt", "rateLimitPerMinute"],
  },
  {
    method: "POST",
    path: () => `/api/v1/api-keys/${unknownId}/rotate`,
    body: {},
    fields: ["overlapSeconds"],
  },
  {
    method: "POST",
    path: () => "/api/v1/invitations",
    body: { email: "guest@example.org", role: "viewer" },
    fields: ["email", "role"],
  },
  {
    method: "PATCH",
    path: () => `/api/v1/members/${unknownId}`,
    body: { role: "viewer" },
    fields: ["role", "status"],
  },
  {
    method: "PATCH",
    path: () => "/api/v1/tenant",
    body: { name: "N" },
    fields: ["name", "slug", "commentsModerated", "language", "timeZone"],
  },
  { method: "PATCH", path: () => "/api/v1/me", body: { name: "N" }, fields: ["name"] },
];

describe.each(writes)("$method $body", ({ method, path, body, fields }) => {
  it("takes the documented fields and no column besides", async () => {
    expect(columns.length).toBeGreaterThan(60);
    for (const column of columns.filter((name) => !fields.includes(name))) {
      const answer = await callJson(method, path(), {
        key: tenant.secretKeys.admin,
        body: { ...body, [column]: "x" },
      });
      expect(answer.status, column).toBe(400);
      expect(answer.body.details, column).toEqual([
        { path: column, message: "is not a field that can be given" },
      ]);
    }
  });
});

describe("after all of that", () => {
  it("the article is as it was", async () => {
    const { body } = await callJson("GET", `/api/v1/articles/${articleId}`, { key: tenant.secretKeys.admin });
    expect(body.data).toMatchObject({
      version: 1,
      status: "draft",
      counts: { comments: 0 },
      author: { id: tenant.admin.userId },
    });
  });
});
