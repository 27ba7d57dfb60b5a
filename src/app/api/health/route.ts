// Whether this process can serve: anyone. 503 without Postgres; without Redis it goes on, degraded.
import { checkHealth } from "@/server/platform/health";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === "down" ? 503 : 200,
    headers: { "Cache-Control": "no-store" },
  });
}
