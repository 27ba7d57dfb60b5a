import { ping } from "@/db/repositories/gateway";
import { database } from "./database";
import { redis } from "./redis";

export interface Health {
  /** `degraded`: requests are served, limits are kept per process and nothing is cached. */
  status: "up" | "degraded" | "down";
  postgres: "up" | "down";
  redis: "up" | "down";
}

/** Asks Postgres and Redis. Never throws. */
export async function checkHealth(): Promise<Health> {
  const answers = async (question: () => Promise<void>) =>
    question().then(
      () => "up" as const,
      () => "down" as const,
    );
  const [postgresState, redisState] = await Promise.all([
    answers(() => ping(database())),
    answers(() => redis().ping()),
  ]);
  const status = postgresState === "down" ? "down" : redisState === "down" ? "degraded" : "up";
  return { status, postgres: postgresState, redis: redisState };
}
