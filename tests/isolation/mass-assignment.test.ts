import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "../contract/checks/description";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { withIds } from "../support/resources/ids";
import { makeFixture, ownerIn } from "../support/resources/make";
import { wideLimits } from "../support/wide-limits";

/** Every column of every table, tried as a field of every body: nothing but the documented fields is taken. */
const program = startProgram(wideLimits);
let tenant: TestTenant;
let columns: string[];

beforeAll(async () => {
  tenant = await createTenant();
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

const withBody = operations.filter(({ declared }) => declared.body);

describe.each(withBody)(
  "$method $path",
  ({ method, path, expected: { given, allowed, body, fields = [] } }) => {
    it("takes the documented fields and no column besides", async () => {
      expect(columns.length).toBeGreaterThan(60);
      expect(fields, "say in tests/resources which fields its body may have").not.toEqual([]);
      const ids = await makeFixture({ given }, ownerIn(tenant));
      const credential = allowed.includes("admin key")
        ? { key: tenant.secretKeys.admin }
        : { session: tenant.admin.token };
      const state = async () => {
        const answer = await callJson("GET", withIds(path, ids), credential);
        return method === "PATCH" && answer.status === 200 ? answer.body.data : undefined;
      };
      const before = await state();
      const accepted = (typeof body === "function" ? body(ids) : body) as object;
      for (const column of columns.filter((name) => !fields.includes(name))) {
        const answer = await callJson(method, withIds(path, ids), {
          ...credential,
          body: { ...accepted, [column]: "x" },
        });
        expect(answer.status, column).toBe(400);
        expect(answer.body.details, column).toEqual([
          { path: column, message: "is not a field that can be given" },
        ]);
      }
      expect(await state()).toEqual(before);
    });
  },
);
