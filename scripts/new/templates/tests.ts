import type { Names } from "../names";

export const resourceFile = ({
  One,
  Many,
  one,
  plural,
  table,
}: Names) => `import { create${One}, list${Many} } from "@/server/${plural}/service";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Make, Resource } from "../support/resources/resource";

const ${one}: Make = async ({ tenant }) => ({
  id: (await create${One}(tenant.admin.context, { name: "Secret" })).id,
});

export const resource: Resource = {
  operations: {
    "GET /api/v1/${plural}": {
      ok: 200,
      allowed: actorsWhoMay.read,
      cost: [2, 1],
      variants: [
        { query: "", rowsMax: 11_000 },
        { query: "?limit=5&offset=50", rowsMax: 11_000 },
      ],
    },
    "POST /api/v1/${plural}": {
      ok: 201,
      allowed: actorsWhoMay.write,
      body: { name: "New" },
      fields: ["name"],
      cost: [2, 2],
    },
    "GET /api/v1/${plural}/[id]": { ok: 200, allowed: actorsWhoMay.read, given: ${one}, cost: [1, 1] },
    "PATCH /api/v1/${plural}/[id]": {
      ok: 200,
      allowed: actorsWhoMay.delete,
      given: ${one},
      body: { name: "Changed" },
      fields: ["name"],
      cost: [3, 3],
    },
    "DELETE /api/v1/${plural}/[id]": { ok: 204, allowed: actorsWhoMay.delete, given: ${one}, cost: [3, 3] },
  },
  pages: { "/${plural}": { audience: "staff" } },
  actions: {
    create${One}Action: { allowed: peopleWhoMay.write, form: () => ({ name: "New" }) },
    delete${One}Action: {
      allowed: peopleWhoMay.delete,
      given: ${one},
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
  },
  tables: { ${table}: { rights: "delete insert select update", references: ["tenants"] } },
  pageReads: {
    list${Many}: ({ tenant }) => list${Many}(tenant.admin.context, { limit: 20, offset: 0 }),
  },
  fill: ({ admin }, index) => create${One}(admin.context, { name: \`Number \${index}\` }),
  crowd: (sql, { tenant: { id } }, count) => sql\`
    insert into ${table} (tenant_id, id, name)
    select \${id}, uuidv7(n * interval '-1 minute'), 'Number ' || n from generate_series(1, \${count}::int) n\`,
};
`;

export const integrationTestFile = ({
  plural,
  code,
  word,
  words,
}: Names) => `import { beforeAll, describe, expect, it } from "vitest";
import { call, callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const path = "/api/v1/${plural}";
const asEditor = () => ({ key: tenant.secretKeys.editor });
const make = (body: unknown, headers = {}) =>
  callJson("POST", path, { key: tenant.secretKeys.author, body, headers });

describe("${words}", () => {
  it("are made, read, changed and deleted", async () => {
    const made = await make({ name: " First " });
    const { id } = made.body.data;
    expect([made.status, made.headers.get("location")]).toEqual([201, \`\${path}/\${id}\`]);
    const times = { createdAt: expect.any(String), updatedAt: expect.any(String) };
    expect(made.body.data).toEqual({ id, name: "First", version: 1, ...times });
    expect((await callJson("GET", \`\${path}/\${id}\`, asEditor())).body.data).toEqual(made.body.data);
    const changed = await callJson("PATCH", \`\${path}/\${id}\`, { ...asEditor(), body: { name: "Second" } });
    expect(changed.body.data).toMatchObject({ id, name: "Second", version: 2 });
    expect((await call("DELETE", \`\${path}/\${id}\`, asEditor())).status).toBe(204);
    expect((await callJson("GET", \`\${path}/\${id}\`, asEditor())).body.code).toBe("${code}_not_found");
  });

  it("aren't changed or deleted on top of a version that the client hasn't seen", async () => {
    const { id } = (await make({ name: "Seen" })).body.data;
    const headers = { "if-match": '"1"' };
    const change = (name: string) =>
      callJson("PATCH", \`\${path}/\${id}\`, { ...asEditor(), headers, body: { name } });
    expect((await change("Once")).status).toBe(200);
    const stale = await change("Twice");
    expect([stale.status, stale.headers.get("etag")]).toEqual([412, '"2"']);
    expect((await call("DELETE", \`\${path}/\${id}\`, { ...asEditor(), headers })).status).toBe(412);
  });

  it("are made once for each Idempotency-Key", async () => {
    const headers = { "idempotency-key": "one-${word.replaceAll(" ", "-")}" };
    const [first, second] = [await make({ name: "Once" }, headers), await make({ name: "Once" }, headers)];
    expect(second.body.data.id).toBe(first.body.data.id);
  });

  it("are listed newest first, a page at a time", async () => {
    const own = await createTenant();
    const key = own.secretKeys.admin;
    for (const name of ["a", "b", "c"]) await call("POST", path, { key, body: { name } });
    const first = await callJson("GET", \`\${path}?limit=2\`, { key });
    expect(first.body.data.map(({ name }: { name: string }) => name)).toEqual(["c", "b"]);
    expect(first.body.meta).toMatchObject({ total: 3, limit: 2 });
    const cursor = first.body.meta.nextCursor;
    const second = await callJson("GET", \`\${path}?limit=2&cursor=\${cursor}\`, { key });
    expect(second.body.data.map(({ name }: { name: string }) => name)).toEqual(["a"]);
    expect(second.body.meta.nextCursor).toBeNull();
  });

  it.each([[{}], [{ name: "" }], [{ name: "x".repeat(121) }], [{ name: "a\\nb" }], [{ name: 1 }]])(
    "refuse %j",
    async (body) => {
      const answer = await make(body);
      expect([answer.status, answer.body.details[0].path]).toEqual([400, "name"]);
    },
  );

  it("leave an event for each change", async () => {
    const own = await createTenant();
    const key = own.secretKeys.admin;
    const { id } = (await callJson("POST", path, { key, body: { name: "One" } })).body.data;
    await call("PATCH", \`\${path}/\${id}\`, { key, body: { name: "Two" } });
    await call("DELETE", \`\${path}/\${id}\`, { key });
    const { body } = await callJson("GET", \`/api/v1/audit-log?subjectId=\${id}\`, { key });
    expect(body.data.map(({ type }: { type: string }) => type)).toEqual([
      "${code}.deleted",
      "${code}.updated",
      "${code}.created",
    ]);
  });
});
`;
