import { beforeAll, describe, expect, it } from "vitest";
import { signIn } from "@/server/auth/sign-in";
import { createLogger } from "@/server/platform/logger";
import { processSingleton } from "@/server/platform/process-singleton";
import { call } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, password, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { listTables } from "./checks/catalog";

/** Makes secrets of every kind, uses them in good and bad ways, and looks for them where they must not be. */
const program = startProgram({ LOG_LEVEL: "debug" });
const lines: string[] = [];
let tenant: TestTenant;
let secrets: string[];

beforeAll(async () => {
  const stream = { write: (line: string) => void lines.push(line) };
  processSingleton("logger", () => createLogger("debug", { out: stream, error: stream }));
  tenant = await createTenant();
  secrets = [
    password,
    tenant.admin.token,
    tenant.viewer.token,
    ...Object.values(tenant.secretKeys),
    tenant.publishableKey,
  ];
  for (const key of Object.values(tenant.secretKeys)) {
    await call("GET", "/api/v1/articles", { key });
    await call("POST", "/api/v1/articles", { key, body: `{"title":"${key}` });
    await call("GET", `/api/v1/articles?q=${key}`, { key: `${key}x` });
  }
  await call("POST", "/api/v1/articles", {
    session: tenant.admin.token,
    headers: { origin: "https://evil.example" },
    body: {},
  });
  const origin = { address: null, userAgent: null };
  await signIn({ email: tenant.admin.email, password: `${password}!` }, origin).catch(() => undefined);
  await signIn({ email: tenant.admin.email, password }, origin);
});

describe("no secret", () => {
  it("is in the log", () => {
    expect(lines.length).toBeGreaterThan(10);
    for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });

  it("is in the database", async () => {
    const dump = await asAdmin(program.database(), async (sql) => {
      const tables = await listTables(sql);
      const parts = await Promise.all(
        tables.map((name) => sql.unsafe(`select t::text as row from ${name} t`)),
      );
      return parts
        .flat()
        .map((row) => row.row)
        .join("\n");
    });
    expect(dump).toContain(tenant.slug);
    for (const secret of secrets) expect(dump.includes(secret), secret.slice(0, 6)).toBe(false);
  });
});
