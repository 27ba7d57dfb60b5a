import { describe, expect, it } from "vitest";
import { ConfigError, loadConfig } from "@/server/platform/config";

const complete = {
  MASTHEAD_MODE: "production",
  DATABASE_URL: "postgres://masthead_app:x@db:5432/masthead",
  REDIS_URL: "redis://cache:6379",
  APP_URL: "https://news.example.org/",
  SMTP_URL: "smtps://user:word@mail.example.org",
  MAIL_FROM: "Masthead <masthead@news.example.org>",
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};

function problemsOf(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return "";
}

describe("configuration", () => {
  it("takes a complete environment, with defaults for the rest", () => {
    expect(loadConfig(complete)).toMatchObject({
      appUrl: "https://news.example.org",
      secure: true,
      redis: { kind: "tcp", url: "redis://cache:6379" },
      database: { poolMax: 10 },
      trustedProxies: 0,
    });
  });

  it("waits when it stops, where a proxy is in front", () => {
    expect(loadConfig(complete).drainMs).toBe(0);
    expect(loadConfig({ ...complete, TRUSTED_PROXIES: "1" }).drainMs).toBe(2_000);
    expect(loadConfig({ ...complete, TRUSTED_PROXIES: "1", DRAIN_SECONDS: "0" }).drainMs).toBe(0);
  });

  it("names each missing variable and what is expected", () => {
    const problems = problemsOf({ MASTHEAD_MODE: "production" });
    expect(problems).toMatch(/DATABASE_URL is missing: expected a connection string/);
    expect(problems).toMatch(/APP_URL is missing: expected the public address/);
  });

  it.each([
    ["DATABASE_URL", "mysql://x", /DATABASE_URL is wrong: expected a connection string/],
    ["DATABASE_POOL_MAX", "many", /DATABASE_POOL_MAX is wrong: expected a whole number from 1 to 200/],
    ["LOG_LEVEL", "loud", /LOG_LEVEL is wrong: expected debug, info, warn, error or silent/],
    ["APP_URL", "http://news.example.org", /APP_URL is wrong: expected https/],
    ["REDIS_URL", "memory:", /REDIS_URL is wrong: memory: is for development/],
    ["REDIS_URL", "", /REDIS_URL is missing/],
    ["REDIS_CLUSTER", "yes", /REDIS_CLUSTER is wrong: expected on or off/],
    ["SMTP_URL", "", /SMTP_URL is missing: expected an address such as smtps:/],
    ["SMTP_URL", "http://mail", /SMTP_URL is wrong: expected an address such as smtps:/],
    ["MAIL_FROM", "", /MAIL_FROM is missing: expected a sender/],
    ["MAIL_FROM", "Masthead", /MAIL_FROM is wrong: expected a sender/],
    ["ENCRYPTION_KEY", "", /ENCRYPTION_KEY is missing: expected 32 random bytes/],
    ["ENCRYPTION_KEY", "c2hvcnQ=", /ENCRYPTION_KEY is wrong: expected 32 random bytes/],
    ["SIGN_UP", "maybe", /SIGN_UP is wrong: expected open or verified/],
    [
      "WEBHOOK_ALLOWED_NETWORKS",
      "10.0.0.0/33",
      /WEBHOOK_ALLOWED_NETWORKS is wrong: expected networks such as/,
    ],
    ["WEBHOOK_ALLOWED_NETWORKS", "intranet", /WEBHOOK_ALLOWED_NETWORKS is wrong: expected networks such as/],
    ["WEBHOOK_ALLOWED_PORTS", "8080-80", /WEBHOOK_ALLOWED_PORTS is wrong: expected ports such as/],
    ["WEBHOOK_ALLOWED_PORTS", "0", /WEBHOOK_ALLOWED_PORTS is wrong: expected ports such as/],
    ["WEBHOOK_HTTP", "yes", /WEBHOOK_HTTP is wrong: expected on or off/],
    ["UPSTASH_REDIS_REST_URL", "https://x.upstash.io", /belong together/],
  ])("refuses %s=%s in production", (name, value, message) => {
    expect(problemsOf({ ...complete, [name]: value })).toMatch(message);
  });

  it.each([
    ["https://news.example.org", true],
    ["https://localhost.example.org", true],
    ["https://127.0.0.1.example.org", true],
    ["http://localhost:8080", false],
    ["http://127.0.0.1:8080", false],
    ["http://[::1]:8080", false],
  ])("with the public key of docker-compose.yml, %s is refused: %s", (address, refused) => {
    const plain = Buffer.from("masthead-for-development-only-32").toString("base64");
    for (const key of [plain, plain.replace("=", ""), ` ${plain} `]) {
      const problems = problemsOf({ ...complete, APP_URL: address, ENCRYPTION_KEY: key });
      expect(problems.includes("ENCRYPTION_KEY is wrong: this one is public")).toBe(refused);
    }
  });

  it("doesn't repeat a wrong value, which may be a secret", () => {
    expect(problemsOf({ ...complete, DATABASE_URL: "hunter2-secret" })).not.toContain("hunter2-secret");
  });

  it("takes Upstash's variables instead of REDIS_URL", () => {
    const { REDIS_URL: _, ...rest } = complete;
    const upstash = { UPSTASH_REDIS_REST_URL: "https://x.upstash.io", UPSTASH_REDIS_REST_TOKEN: "t" };
    expect(loadConfig({ ...rest, ...upstash }).redis).toEqual({
      kind: "rest",
      url: "https://x.upstash.io",
      token: "t",
    });
  });

  it("makes accounts at once in development, and after the mail's link in production", () => {
    expect(loadConfig(complete).signUp).toBe("verified");
    expect(loadConfig({ ...complete, MASTHEAD_MODE: "preview" }).signUp).toBe("open");
    expect(loadConfig({ ...complete, SIGN_UP: "open" }).signUp).toBe("open");
  });

  it("sends webhooks to this machine outside of production alone, unless told otherwise", () => {
    const own = { WEBHOOK_ALLOWED_NETWORKS: "127.0.0.1", WEBHOOK_ALLOWED_PORTS: "8080, 9000-9100" };
    const [production, development, told] = [
      complete,
      { ...complete, MASTHEAD_MODE: "development" },
      { ...complete, ...own, WEBHOOK_HTTP: "on" },
    ].map((environment) => loadConfig(environment).webhooks);
    expect(production).toMatchObject({ ports: [], http: false });
    expect(production?.networks.rules).toEqual([]);
    expect(development).toMatchObject({ ports: [{ from: 1, to: 65_535 }], http: true });
    expect(development?.networks.check("127.9.9.9")).toBe(true);
    expect(told).toMatchObject({
      ports: [
        { from: 8080, to: 8080 },
        { from: 9000, to: 9100 },
      ],
      http: true,
    });
    expect(told?.networks.check("127.0.0.1")).toBe(true);
    expect(told?.networks.check("127.0.0.2")).toBe(false);
  });

  it("allows memory: and http outside of production", () => {
    const preview = {
      ...complete,
      MASTHEAD_MODE: "preview",
      REDIS_URL: "memory:",
      APP_URL: "http://localhost:3000",
    };
    expect(loadConfig(preview)).toMatchObject({ redis: { kind: "memory" }, secure: false });
  });
});
