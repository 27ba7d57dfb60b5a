import { ping } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "./database";
import { redis } from "./redis";
import { isShuttingDown } from "./shutdown-state";

export interface Health {
  /**
   * `degraded`: requests are served, limits are kept per process and nothing is cached. `leaving`: they are served for a
   * moment more, but others should be asked.
   */
  status: "up" | "degraded" | "leaving" | "down";
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
  const states = { postgres: postgresState, redis: redisState };
  return { status: isShuttingDown() ? "leaving" : statusOf(states), ...states };
}

function statusOf({ postgres, redis }: Omit<Health, "status">): Health["status"] {
  if (postgres === "down") return "down";
  return redis === "down" ? "degraded" : "up";
}
