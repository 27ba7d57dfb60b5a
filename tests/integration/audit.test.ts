import { beforeAll, describe, expect, it } from "vitest";
import { csvLine } from "@/server/audit/csv";
import { call, callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
let articleId: string;

beforeAll(async () => {
  tenant = await createTenant("Audited");
  const headers = { "x-request-id": "request-of-the-audit" };
  const body = { title: '=cmd|" /C calc"!A0', content: "x" };
  const made = await callJson("POST", "/api/v1/articles", { key: tenant.secretKeys.admin, headers, body });
  articleId = made.body.data.id;
  for (let round = 0; round < 5; round++) {
    await call("PATCH", `/api/v1/articles/${articleId}`, {
      session: tenant.editor.token,
      body: { content: `${round}` },
    });
  }
});

const read = (query = "") => callJson("GET", `/api/v1/audit-log${query}`, { key: tenant.secretKeys.admin });

describe("the audit log", () => {
  it("tells who did what to what, from where, in which request", async () => {
    const { body } = await read("?requestId=request-of-the-audit");
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      type: "article.created",
      subjectType: "article",
      subjectId: articleId,
      actorType: "api_key",
      actorName: "admin key",
      requestId: "request-of-the-audit",
      address: expect.any(String),
    });
  });

  it.each([
    ["?type=article.updated", 5],
    ["?type=article.updated&to=2020-01-01T00:00:00Z", 0],
    ["?type=article.updated&from=2020-01-01T00:00:00Z", 5],
  ])("filters by %s", async (query, count) => {
    expect((await read(query)).body.data).toHaveLength(count);
  });

  it("filters by who and about what", async () => {
    expect((await read(`?actorId=${tenant.editor.userId}`)).body.data).toHaveLength(5);
    expect((await read(`?subjectId=${articleId}`)).body.data).toHaveLength(6);
  });

  it("is walked by Link from the newest to the oldest entry", async () => {
    const seen: string[] = [];
    for (let path: string | undefined = "/api/v1/audit-log?limit=3"; path; ) {
      const page: Awaited<ReturnType<typeof callJson>> = await callJson("GET", path, {
        key: tenant.secretKeys.admin,
      });
      seen.push(...page.body.data.map((entry: { id: string }) => entry.id));
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
    }
    const all = (await read("?limit=100")).body.data.map((entry: { id: string }) => entry.id);
    expect(seen).toEqual(all);
    expect([...seen].sort().reverse()).toEqual(seen);
  });

  it.each(["?type=nope", "?from=yesterday", "?actorId=1", "?cursor=x", "?limit=0"])(
    "answers 400 to %s",
    async (query) => {
      expect((await read(query)).status).toBe(400);
    },
  );

  it("is exported as CSV in which no spreadsheet finds a formula", async () => {
    const answer = await call("GET", "/api/v1/audit-log/export", { session: tenant.admin.token });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.subarray(3).toString().trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^id,time,type,/);
    expect(lines).toHaveLength((await read("?limit=100")).body.data.length + 1);
  });
});

describe("a line of CSV", () => {
  it.each([
    [["a", "b"], "a,b\r\n"],
    [['say "hi"', "a,b", "two\nlines"], '"say ""hi""","a,b","two\nlines"\r\n'],
    [["=1+1", "+1", "-1", "@x", "\t"], "'=1+1,'+1,'-1,'@x,'\t\r\n"],
    [["\n=1+1", "\r=1", " =1+1", "\u200b=1"], "\"'\n=1+1\",\"'\r=1\",' =1+1,'\u200b=1\r\n"],
    [["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x"], "'\uff1d1+1,'\uff0b1,'\uff0d1,'\uff20x\r\n"],
    [["a-b", "1+1", "x=1", "\u00e9"], "a-b,1+1,x=1,\u00e9\r\n"],
  ])("of %j is quoted and inert", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
