import { afterAll, beforeAll } from "vitest";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { createTestDatabase, type TestDatabase } from "./database";

/**
 * The program inside the test's process, on a database of its own. Call it at the top of a test file; Vitest gives each
 * file a process of its own, so what the program keeps per process is new as well. Fails if the pool leaks a connection.
 */
export function startProgram(environment: Record<string, string> = {}): { database(): TestDatabase } {
  let own: TestDatabase | undefined;
  beforeAll(async () => {
    own = await createTestDatabase();
    Object.assign(process.env, {
      MASTHEAD_MODE: "test",
      DATABASE_URL: own.appUrl,
      REDIS_URL: "memory:",
      APP_URL: "http://localhost:3000",
      LOG_LEVEL: "silent",
      ...environment,
    });
  });
  afterAll(async () => {
    const pool = database();
    const leaked = await untilIdle(pool);
    await database().close();
    await redis().close();
    await own?.drop();
    if (leaked > 0) throw new Error(`${leaked} connection(s) were not given back to the pool`);
  });
  return {
    database: () => {
      if (!own) throw new Error("the database is there from beforeAll on");
      return own;
    },
  };
}

/** What nobody waits for may still be under way. */
async function untilIdle(pool: { lentCount: number }): Promise<number> {
  for (let wait = 0; wait < 40 && pool.lentCount > 0; wait++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return pool.lentCount;
}
