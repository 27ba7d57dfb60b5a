import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { archiveArticle, publishArticle, unpublishArticle } from "@/server/articles/status";
import { updateArticle } from "@/server/articles/write";
import type { TenantContext } from "@/server/auth/tenant-context";
import { versionConflict } from "@/server/platform/version-conflict";
import { callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

startProgram(wideLimits);
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

async function refusal(id: string, ifMatch: string, accept = "application/json") {
  const answer = await callJson("PATCH", `/api/v1/articles/${id}`, {
    session: tenant.admin.token,
    body: { title: "Mine" },
    headers: { "if-match": ifMatch, accept },
  });
  expect(answer.status).toBe(412);
  versionConflict.parse(answer.body.conflict);
  return { ...answer, conflict: answer.body.conflict };
}

describe("a 412", () => {
  it("names the versions, what was changed since the client's, and what small fields hold now", async () => {
    const { id } = await createArticle(tenant.admin, { title: "T", content: "c", tags: ["One"] });
    const { context } = tenant.editor;
    await updateArticle(context, id, { title: "T2" });
    await updateArticle(context, id, { content: "c2", title: "T2", tags: ["one"] });
    expect((await refusal(id, '"1"')).conflict).toEqual({
      currentVersion: 3,
      baseVersion: 1,
      changed: [{ field: "title", current: "T2" }, { field: "content" }],
    });
    expect((await refusal(id, '"2"')).conflict).toEqual({
      currentVersion: 3,
      baseVersion: 2,
      changed: [{ field: "content" }],
    });
    await updateArticle(context, id, { tags: ["One", "Two"] });
    await publishArticle(context, id);
    const { headers, conflict } = await refusal(id, '"3"');
    expect(headers.get("etag")).toBe('"5"');
    expect(conflict.changed).toEqual([
      { field: "tags", current: ["One", "Two"] },
      { field: "status", current: "published" },
      { field: "publishedAt", current: expect.stringMatching(/Z$/) },
      { field: "publishAt", current: null },
      { field: "unpublishAt", current: null },
    ]);
  });

  it("is exact within a run of autosaves, which share one revision", async () => {
    const { id } = await createArticle(tenant.admin);
    for (const input of [{ title: "a" }, { content: "b" }, { slug: "c" }])
      await updateArticle(tenant.editor.context, id, input, { autosave: true });
    expect((await refusal(id, '"2"')).conflict.changed).toEqual([
      { field: "slug", current: "c" },
      { field: "content" },
    ]);
  });

  it("takes the newest of several versions for the one that the client built on", async () => {
    const { id } = await createArticle(tenant.admin);
    await updateArticle(tenant.editor.context, id, { title: "a" });
    await updateArticle(tenant.editor.context, id, { slug: "only-this" });
    const { conflict } = await refusal(id, '"1", "2"');
    expect([conflict.baseVersion, conflict.changed]).toEqual([2, [{ field: "slug", current: "only-this" }]]);
  });

  it.each(['"999"', '"0"', 'W/"9"', '"x"'])(
    "lists every field to a client that builds on %s",
    async (ifMatch) => {
      const { id } = await createArticle(tenant.admin);
      const { conflict } = await refusal(id, ifMatch);
      expect(conflict).toMatchObject({ currentVersion: 1, baseVersion: null });
      expect(conflict.changed).toHaveLength(8);
    },
  );

  it("comes in problem details too, and for every change that takes If-Match", async () => {
    const { id } = await createArticle(tenant.admin);
    await updateArticle(tenant.editor.context, id, { title: "a" });
    const problem = await refusal(id, '"1"', "application/problem+json");
    expect(problem.headers.get("content-type")).toBe("application/problem+json");
    const headers = { "if-match": '"1"' };
    for (const [method, path] of [
      ["DELETE", ""],
      ["POST", "/publish"],
      ["POST", "/unpublish"],
      ["POST", "/archive"],
    ]) {
      const answer = await callJson(method ?? "", `/api/v1/articles/${id}${path}`, {
        session: tenant.admin.token,
        headers,
      });
      expect([answer.status, answer.body.conflict.changed]).toEqual([
        412,
        [{ field: "title", current: "a" }],
      ]);
    }
  });

  it("tells nothing to whoever may not change the article", async () => {
    const { id } = await createArticle(tenant.admin);
    const answer = await callJson("PATCH", `/api/v1/articles/${id}`, {
      session: tenant.author.token,
      body: { title: "Mine" },
      headers: { "if-match": '"9"' },
    });
    expect([answer.status, answer.body.conflict]).toEqual([403, undefined]);
  });
});

const change = fc.oneof(
  fc.record(
    { title: fc.constantFrom("a", "b"), content: fc.constantFrom("x", "y") },
    { requiredKeys: ["title"] },
  ),
  fc.record({ tags: fc.subarray(["p", "q"]) }),
  fc.constantFrom(
    "publish" as const,
    "unpublish" as const,
    "archive" as const,
    "schedule" as const,
    "cancel" as const,
  ),
);
const acts = {
  publish: publishArticle,
  unpublish: unpublishArticle,
  archive: archiveArticle,
  schedule: (context: TenantContext, id: string) =>
    updateArticle(context, id, { publishAt: new Date(Date.now() + 3_600_000) }),
  cancel: (context: TenantContext, id: string) => updateArticle(context, id, { publishAt: null }),
};
const stateFields = ["status", "publishedAt", "publishAt", "unpublishAt"];

it("leaves out no field that differs, after any changes by others", async () => {
  const { context } = tenant.editor;
  const read = async (id: string) =>
    (await callJson("GET", `/api/v1/articles/${id}`, { session: tenant.admin.token })).body.data;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(change, fc.boolean()), { minLength: 1, maxLength: 6 }),
      async (changes) => {
        const states = [await read((await createArticle(tenant.admin, { title: "a", content: "x" })).id)];
        const { id } = states[0];
        for (const [one, autosave] of changes) {
          if (typeof one === "string") await acts[one](context, id).catch(() => undefined);
          else await updateArticle(context, id, one, { autosave });
          states.push(await read(id));
        }
        const now = states.at(-1);
        for (const base of states.filter((state) => state.version < now.version)) {
          const { conflict } = await refusal(id, `"${base.version}"`);
          const listed = conflict.changed.map(({ field }: { field: string }) => field);
          const differing = ["title", "slug", "content", "tags", ...stateFields].filter(
            (field) => JSON.stringify(base[field]) !== JSON.stringify(now[field]),
          );
          expect(listed).toEqual(expect.arrayContaining(differing));
          for (const { field, current } of conflict.changed)
            if (["title", "slug", ...stateFields].includes(field)) expect(current).toEqual(now[field]);
        }
      },
    ),
    { numRuns: 20 },
  );
});
