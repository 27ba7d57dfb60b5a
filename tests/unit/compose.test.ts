import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadConfig } from "@/server/platform/config";

/** The profile `scale` of docker-compose.yml: whether its parts fit each other and what the program expects. */
const service = z.object({
  build: z.object({ dockerfile_inline: z.string() }).optional(),
  profiles: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  stop_grace_period: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  networks: z.unknown().optional(),
});
const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }));
const nginx = readFileSync("scripts/compose/nginx.conf", "utf8");
const servers = ["app-1", "app-2", "app-3"];

/** As compose reads it where no variable is set. */
function environmentOf(name: string): Record<string, string> {
  const given = Object.entries(services[name]?.environment ?? {});
  return Object.fromEntries(given.map(([key, value]) => [key, value.replace(/\$\{\w+:-([^}]*)\}/g, "$1")]));
}

it("leaves the services for development as they are", () => {
  const always = Object.entries(services).filter(([, { profiles }]) => !profiles);
  expect(always.map(([name]) => name)).toEqual(["postgres", "redis", "mail"]);
});

it.each(["migrate", ...servers, "worker"])(
  "starts %s from a file that is there, on the build of its image",
  (name) => {
    const [node, runner = "", file = ""] = services[name]?.command ?? [];
    expect([node, existsSync(runner), existsSync(file)]).toEqual(["node", true, true]);
    expect(services[name]?.build?.dockerfile_inline).toContain("RUN npm run build\n");
  },
);

it.each([...servers, "worker"])("configures %s as the program expects it in production", (name) => {
  const config = loadConfig(environmentOf(name));
  expect(config).toMatchObject({ mode: "production", redis: { kind: "tcp" }, trustedProxies: 1 });
  expect(new URL(config.database.url).hostname).toBe("pgbouncer");
});

it("has a key by default that is refused anywhere but on this machine", () => {
  const elsewhere = { ...environmentOf("app-1"), APP_URL: "https://news.example.org" };
  expect(() => loadConfig(elsewhere)).toThrow(/ENCRYPTION_KEY is wrong: this one is public/);
  const own = { ...elsewhere, ENCRYPTION_KEY: randomBytes(32).toString("base64") };
  expect(loadConfig(own).appUrl).toBe("https://news.example.org");
});

it("gives a server the time that it takes to leave", () => {
  const { drainMs } = loadConfig(environmentOf("app-1"));
  const grace = Number(services["app-1"]?.stop_grace_period?.replace("s", "")) * 1000;
  expect(drainMs).toBeGreaterThan(1_000); // longer than nginx keeps an idle connection
  expect(grace).toBeGreaterThan(drainMs + 9_000);
});

it("has nginx ask each server, at addresses that stay", () => {
  const asked = [...nginx.matchAll(/^ {2}server (\S+):3000/gm)].map(([, name]) => name);
  expect(asked).toEqual(servers);
  const addresses = servers.map((name) => JSON.stringify(services[name]?.networks));
  expect(new Set(addresses).size).toBe(servers.length);
});

it("migrates as the owner, past the pool, before anything starts", () => {
  const { DATABASE_OWNER_URL: owner = "", DATABASE_URL: app = "" } = environmentOf("migrate");
  expect([owner, app].map((url) => new URL(url).hostname)).toEqual(["postgres", "postgres"]);
  expect(new URL(app).password).toBe(new URL(environmentOf("app-1").DATABASE_URL ?? "").password);
  for (const name of [...servers, "worker"])
    expect(services[name]?.depends_on?.migrate?.condition).toBe("service_completed_successfully");
});

it("lets PgBouncer in as the program, and keep its prepared statements", () => {
  const pool = environmentOf("pgbouncer");
  const { username, password, pathname } = new URL(environmentOf("app-1").DATABASE_URL ?? "");
  expect([pool.DB_USER, pool.DB_PASSWORD, `/${pool.DB_NAME}`]).toEqual([username, password, pathname]);
  expect(pool.POOL_MODE).toBe("transaction");
  expect(Number(pool.MAX_PREPARED_STATEMENTS)).toBeGreaterThan(0);
});
