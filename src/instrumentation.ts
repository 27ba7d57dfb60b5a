import type { Instrumentation } from "next";
import { unbegunAttempt } from "@/server/host/action-attempt";
import { loggablePath } from "@/server/pipeline/paths";
import { config } from "@/server/platform/config";
import { logger } from "@/server/platform/logger";

/** Runs once when a server process starts: a wrong configuration ends it here, not at the first request. */
export async function register(): Promise<void> {
  if (config().worker === "apart") return;
  const { startWorkerInside } = await import("@/server/jobs/inside");
  startWorkerInside();
}

/** Errors that no handler of ours caught, such as those thrown while a page renders. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const attempt = unbegunAttempt();
  // A form that can't be read is no error of ours; whoever refuses it logs it.
  if (attempt) {
    attempt.reason = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    return;
  }
  const id = request.headers["x-request-id"];
  logger().error(
    {
      error,
      // What the error page shows, for people to quote.
      digest: error instanceof Error && "digest" in error ? error.digest : undefined,
      requestId: Array.isArray(id) ? id[0] : id,
      method: request.method,
      path: loggablePath(request.path.split("?")[0] ?? ""),
      route: context.routePath,
    },
    "rendering failed",
  );
};
