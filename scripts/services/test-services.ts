import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer } from "testcontainers";
import { reasonOf } from "../../src/bin/support/terminal";
import { startPersistentPostgres } from "./persistent-postgres";
import { ensureOwner } from "./roles";
import { tryQuery } from "./server";
import { startTemporaryPostgres } from "./temporary-postgres";

/** The real Postgres and Redis that tests run against. */
export interface TestServices {
  kind: "containers" | "embedded";
  /** Connection string of a superuser, to database `postgres`. */
  adminUrl: string;
  /** The same of `masthead_owner`, who may create roles and databases but is no superuser. */
  ownerUrl: string;
  /** `memory:` where the program's in-process Redis is used. */
  redisUrl: string;
  stop(): Promise<void>;
}

const postgresImage = process.env.TEST_POSTGRES_IMAGE || "postgres:18-alpine";
const redisImage = process.env.TEST_REDIS_IMAGE || "redis:8-alpine";

/** Settings that make Postgres fast where its data needn't survive a power cut, and let every worker have a pool. */
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };

/**
 * Starts Postgres and Redis: in containers where a Docker engine answers, else embedded. TEST_SERVICES=embedded or
 * =containers decides instead. Says in one line which it is and why.
 */
export async function startTestServices(): Promise<TestServices> {
  const wanted = process.env.TEST_SERVICES || undefined;
  if (wanted === "embedded") return startEmbedded("as TEST_SERVICES says");
  if (wanted !== undefined && wanted !== "containers") {
    throw new Error(`TEST_SERVICES must be embedded or containers, not "${wanted}"`);
  }
  try {
    await getContainerRuntimeClient();
  } catch (error) {
    if (wanted) throw new Error("TEST_SERVICES=containers, but no Docker engine answers", { cause: error });
    return startEmbedded("since no Docker engine answers");
  }
  try {
    return await startContainers();
  } catch (error) {
    if (wanted) throw error;
    return startEmbedded(`since the containers did not start (${reasonOf(error)})`);
  }
}

async function startEmbedded(reason: string): Promise<TestServices> {
  const server = (await startPersistentPostgres(settings)) ?? (await startTemporaryPostgres(settings));
  const ownerUrl = await makeOwner(server.adminUrl);
  console.log(`Test services: embedded Postgres and in-process Redis, ${reason}.`);
  return { kind: "embedded", adminUrl: server.adminUrl, ownerUrl, redisUrl: "memory:", stop: server.stop };
}

async function startContainers(): Promise<TestServices> {
  const password = randomBytes(12).toString("hex");
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const started = await startAll([
    new GenericContainer(postgresImage)
      .withEnvironment({ POSTGRES_USER: "postgres", POSTGRES_PASSWORD: password })
      .withCommand(["postgres", ...flags])
      .withExposedPorts(5432),
    new GenericContainer(redisImage).withExposedPorts(6379),
  ]);
  const stop = () => stopAll(started);
  try {
    const [database, redis] = started;
    if (!database || !redis) throw new Error("a container is missing");
    const address = `${database.getHost()}:${database.getMappedPort(5432)}`;
    const adminUrl = `postgres://postgres:${password}@${address}/postgres`;
    await untilItAnswers(adminUrl);
    const ownerUrl = await makeOwner(adminUrl);
    console.log(
      `Test services: containers of ${postgresImage} and ${redisImage}, since a Docker engine answers.`,
    );
    return {
      kind: "containers",
      adminUrl,
      ownerUrl,
      redisUrl: `redis://${redis.getHost()}:${redis.getMappedPort(6379)}`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts containers side by side. If one fails, the others are stopped before the failure is thrown. */
async function startAll(containers: GenericContainer[]): Promise<StartedTestContainer[]> {
  const results = await Promise.allSettled(containers.map((container) => container.start()));
  const started = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failure = results.find((result) => result.status === "rejected");
  if (!failure) return started;
  await stopAll(started);
  throw failure.reason;
}

async function stopAll(containers: StartedTestContainer[]): Promise<void> {
  await Promise.allSettled(containers.map((container) => container.stop({ timeout: 0 })));
}

/** A log line or an open port says too little: the image starts the server twice, the first time to set it up. */
async function untilItAnswers(adminUrl: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
    const problem = await tryQuery(adminUrl);
    if (problem === undefined) return;
    if (Date.now() > deadline)
      throw new Error(`the container of ${postgresImage} does not answer: ${problem}`);
  }
}

async function makeOwner(adminUrl: string): Promise<string> {
  const password = randomBytes(12).toString("hex");
  await ensureOwner({ adminUrl, password, createDatabases: true });
  const url = new URL(adminUrl);
  url.username = "masthead_owner";
  url.password = password;
  return url.href;
}

/** How the runner hands the services on to Vitest's processes. */
export function environmentOf(services: TestServices): Record<string, string> {
  return {
    TEST_ADMIN_URL: services.adminUrl,
    TEST_OWNER_URL: services.ownerUrl,
    TEST_REDIS_URL: services.redisUrl,
    TEST_SERVICES_KIND: services.kind,
  };
}
