// Whether this process can serve: anyone. 503 without Postgres and once it is stopping; without Redis it goes on, degraded.
import { openRoute } from "@/server/pipeline/open-route";
import { checkHealth } from "@/server/platform/health";

export const { GET } = openRoute(async () => {
  const health = await checkHealth();
  return {
    status: health.status === "up" || health.status === "degraded" ? 200 : 503,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: JSON.stringify(health),
  };
});
