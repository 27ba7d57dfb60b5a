import type { BlockList } from "node:net";
import { z } from "zod";
import { parseDigits } from "./integer-schema";
import { networkList, type PortRange, portList } from "./network-schema";

/**
 * The program's configuration, and the only place that reads the environment. A wrong variable is named together with
 * what is expected. `MASTHEAD_MODE` says how strict it is: production never falls back to anything silently.
 */

const count = (min: number, max: number) =>
  z.preprocess(
    parseDigits,
    z
      .int({ error: `a whole number from ${min} to ${max}` })
      .min(min)
      .max(max),
  );

const url = (protocols: string[], expected: string) =>
  z
    .string({ error: expected })
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
      error: expected,
    });

const schema = z.object({
  MASTHEAD_MODE: z
    .enum(["development", "preview", "production", "test"], {
      error: "development, preview, production or test",
    })
    .default("production"),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "a connection string such as postgres://masthead_app:…@host:5432/masthead",
  ),
  DATABASE_POOL_MAX: count(1, 200).default(10),
  DATABASE_PREPARED_STATEMENTS: z.enum(["on", "off"], { error: "on or off" }).default("on"),
  REDIS_URL: url(["redis:", "rediss:", "memory:"], "an address such as redis://host:6379").optional(),
  REDIS_CLUSTER: z.enum(["on", "off"], { error: "on or off" }).default("off"),
  UPSTASH_REDIS_REST_URL: url(["http:", "https:"], "the https address of an Upstash database").optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1, "the token of that Upstash database").optional(),
  APP_URL: url(["http:", "https:"], "the public address, such as https://news.example.org"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "debug, info, warn, error or silent" })
    .default("info"),
  SMTP_URL: url(["smtp:", "smtps:"], "an address such as smtps://user:password@mail.example.org").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, "a sender such as Masthead <masthead@news.example.org>")
    .default("Masthead <masthead@localhost>"),
  SIGN_UP: z.enum(["open", "verified"], { error: "open or verified" }).optional(),
  ENCRYPTION_KEY: z
    .string()
    .refine((value) => Buffer.from(value, "base64").length === 32, {
      error: "32 random bytes in base64, such as `openssl rand -base64 32` makes",
    })
    .optional(),
  WORKER: z.enum(["inside", "apart"], { error: "inside or apart" }).default("apart"),
  CACHE_MIB: count(0, 65_536).default(32),
  TRUSTED_PROXIES: count(0, 10).default(0),
  DRAIN_SECONDS: count(0, 60).optional(),
  RATE_LIMIT_ADDRESS_PER_MINUTE: count(1, 1_000_000).default(2_400),
  RATE_LIMIT_CREDENTIAL_PER_MINUTE: count(1, 1_000_000).default(1_200),
  RATE_LIMIT_ORGANISATION_PER_MINUTE: count(1, 10_000_000).default(6_000),
  RATE_LIMIT_SIGN_IN_PER_MINUTE: count(1, 1_000_000).default(20),
  RATE_LIMIT_SIGN_UPS_PER_DAY: count(1, 1_000_000).default(50),
  STORAGE_ARTICLES_MAX: count(1, 100_000_000).default(100_000),
  STORAGE_MIB_MAX: count(1, 100_000_000).default(10_240),
  WEBHOOK_ALLOWED_NETWORKS: networkList.optional(),
  WEBHOOK_ALLOWED_PORTS: portList.optional(),
  WEBHOOK_HTTP: z.enum(["on", "off"], { error: "on or off" }).optional(),
  MASTHEAD_IN_FLIGHT_FILE: z.string().optional(),
});

export type Mode = z.infer<typeof schema>["MASTHEAD_MODE"];

export interface Config {
  mode: Mode;
  database: { url: string; poolMax: number; prepare: boolean };
  /** `memory`: in this process, for development, preview and tests. */
  redis:
    | { kind: "tcp"; url: string; cluster?: boolean }
    | { kind: "rest"; url: string; token: string }
    | { kind: "memory" };
  /** Public address, without a trailing slash. */
  appUrl: string;
  /** True where the public address is https: cookies are then `__Host-` and Secure, and HSTS is sent. */
  secure: boolean;
  logLevel: z.infer<typeof schema>["LOG_LEVEL"];
  /** Without an SMTP server (outside of production) mails are kept in this process and shown at /dev/mails. */
  mail: { smtpUrl: string | undefined; from: string };
  /** `open`: an account is made at once. `verified`: when the link in the mail is opened; so nobody learns who has one. */
  signUp: "open" | "verified";
  /** 32 bytes in base64; always there in production. */
  encryptionKey: string | undefined;
  /** `inside`: each server process with pages also does background work. `apart`: only what `npm run worker` starts. */
  worker: "inside" | "apart";
  /** Bytes of all that is cached of organisations' articles in this process; 0: nothing is. */
  cacheBytesMax: number;
  /** How many proxies in front of us add to X-Forwarded-For. */
  trustedProxies: number;
  /** How long a process that was told to stop goes on taking requests, until proxies have noticed, in milliseconds. */
  drainMs: number;
  /** Requests a minute. `organisationMax` is that of the standard plan; `signInMax` counts attempts to sign in or up, per address. */
  rateLimit: {
    addressMax: number;
    credentialMax: number;
    organisationMax: number;
    signInMax: number;
    signUpsPerDay: number;
  };
  /** What an organisation of the standard plan may store. */
  storage: { articlesMax: number; bytesMax: number };
  /** Where requests may go whose address an organisation gave, beside public networks, ports 80 and 443, and https. */
  webhooks: { networks: BlockList; ports: PortRange[]; http: boolean };
  /** Where to note the requests in flight, for whoever started this process. */
  inFlightFile: string | undefined;
}

/** Thrown when the environment is wrong; the message has a line for each variable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads and checks `environment`. Throws ConfigError. */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable means "not set": compose files and CI hand on empty strings.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => describe(String(issue.path[0]), given, issue.message)),
    ...checkTogether(given),
  ];
  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError(
      `The configuration is not usable:\n${problems.map((line) => `  - ${line}`).join("\n")}`,
    );
  }
  return shape(parsed.data);
}

let current: Config | undefined;

/** The configuration of this process, read once. Throws ConfigError. */
export function config(): Config {
  current ??= loadConfig(process.env);
  return current;
}

/** Whether this process runs what the build has made; asked also where nothing is configured. */
export function runsBuild(): boolean {
  return process.env.NODE_ENV === "production";
}

function describe(name: string, given: Record<string, string | undefined>, message: string): string {
  const expected =
    message.startsWith("Invalid") || message.startsWith("Too")
      ? message.toLowerCase()
      : `expected ${message}`;
  return given[name] === undefined ? `${name} is missing: ${expected}` : `${name} is wrong: ${expected}`;
}

/** What concerns several variables, or a variable in production. Asked also when a single one is wrong, so that one sees all faults at once. */
function checkTogether(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  const { REDIS_URL: redis, UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: restToken } = given;
  if (Boolean(restUrl) !== Boolean(restToken)) {
    problems.push("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN belong together: set both or neither");
  }
  if (!redis && !restUrl) {
    problems.push(
      "REDIS_URL is missing: expected redis://host:6379, or Upstash's UPSTASH_REDIS_REST_URL and _TOKEN",
    );
  }
  if ((given.MASTHEAD_MODE ?? "production") !== "production") return problems;
  if (redis?.startsWith("memory:")) {
    problems.push(
      "REDIS_URL is wrong: memory: is for development, production needs a Redis that processes share",
    );
  }
  for (const [name, expected] of Object.entries(neededInProduction)) {
    if (!given[name]) problems.push(`${name} is missing: expected ${expected}`);
  }
  if (given.APP_URL && isOpenHttp(given.APP_URL)) {
    problems.push("APP_URL is wrong: expected https, since session cookies must not travel in the clear");
  }
  if (isPublicKey(given.ENCRYPTION_KEY) && !isThisMachine(given.APP_URL)) {
    problems.push(
      "ENCRYPTION_KEY is wrong: this one is public, for trying on this machine alone; make one with `openssl rand -base64 32`",
    );
  }
  return problems;
}

/** What development makes up, and production must be told. */
const neededInProduction: Record<string, string> = {
  SMTP_URL: "an address such as smtps://user:password@mail.example.org",
  MAIL_FROM: "a sender such as Masthead <masthead@news.example.org>",
  ENCRYPTION_KEY: "32 random bytes in base64, such as `openssl rand -base64 32` makes",
};

function isOpenHttp(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "http:" && !isThisMachine(address);
}

function isThisMachine(address: string | undefined): boolean {
  if (!address || !URL.canParse(address)) return false;
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
}

/** The key that docker-compose.yml has by default, however it is written. */
function isPublicKey(key: string | undefined): boolean {
  return Buffer.from(key ?? "", "base64").toString("latin1") === "masthead-for-development-only-32";
}

function shape(values: z.infer<typeof schema>): Config {
  return {
    mode: values.MASTHEAD_MODE,
    database: {
      url: values.DATABASE_URL,
      poolMax: values.DATABASE_POOL_MAX,
      prepare: values.DATABASE_PREPARED_STATEMENTS === "on",
    },
    redis: redisOf(values),
    appUrl: values.APP_URL.replace(/\/+$/, ""),
    secure: values.APP_URL.startsWith("https:"),
    logLevel: values.LOG_LEVEL,
    mail: { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM },
    signUp: values.SIGN_UP ?? (values.MASTHEAD_MODE === "production" ? "verified" : "open"),
    encryptionKey: values.ENCRYPTION_KEY,
    worker: values.WORKER,
    cacheBytesMax: values.CACHE_MIB * 1024 * 1024,
    trustedProxies: values.TRUSTED_PROXIES,
    drainMs: (values.DRAIN_SECONDS ?? (values.TRUSTED_PROXIES > 0 ? 2 : 0)) * 1000,
    rateLimit: {
      addressMax: values.RATE_LIMIT_ADDRESS_PER_MINUTE,
      credentialMax: values.RATE_LIMIT_CREDENTIAL_PER_MINUTE,
      organisationMax: values.RATE_LIMIT_ORGANISATION_PER_MINUTE,
      signInMax: values.RATE_LIMIT_SIGN_IN_PER_MINUTE,
      signUpsPerDay: values.RATE_LIMIT_SIGN_UPS_PER_DAY,
    },
    storage: { articlesMax: values.STORAGE_ARTICLES_MAX, bytesMax: values.STORAGE_MIB_MAX * 1024 * 1024 },
    webhooks: webhooksOf(values),
    inFlightFile: values.MASTHEAD_IN_FLIGHT_FILE,
  };
}

/** Outside of production receivers run on this machine, on any port. */
function webhooksOf(values: z.infer<typeof schema>): Config["webhooks"] {
  const isProduction = values.MASTHEAD_MODE === "production";
  return {
    networks:
      values.WEBHOOK_ALLOWED_NETWORKS ?? networkList.parse(isProduction ? "" : "127.0.0.0/8, ::1/128"),
    ports: values.WEBHOOK_ALLOWED_PORTS ?? portList.parse(isProduction ? "" : "1-65535"),
    http: values.WEBHOOK_HTTP ? values.WEBHOOK_HTTP === "on" : !isProduction,
  };
}

function redisOf(values: z.infer<typeof schema>): Config["redis"] {
  if (values.REDIS_URL?.startsWith("memory:")) return { kind: "memory" };
  if (values.REDIS_URL) return { kind: "tcp", url: values.REDIS_URL, cluster: values.REDIS_CLUSTER === "on" };
  return {
    kind: "rest",
    url: values.UPSTASH_REDIS_REST_URL ?? "",
    token: values.UPSTASH_REDIS_REST_TOKEN ?? "",
  };
}
