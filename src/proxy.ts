import type { NextRequest } from "next/server";
import { middleware } from "../middleware";

// Next looks for this file here, beside `app`; the root's middleware.ts mounts the pipeline.
export function proxy(request: NextRequest): Promise<Response> {
  return middleware(request);
}

export const config = {
  matcher: [
    {
      source: "/((?!_next/static/|favicon\\.ico$).*)",
      // What our own host has passed already; see `src/server/host/admitted-header.ts`, which can't be imported here.
      missing: [{ type: "header", key: "pipeline admitted" }],
    },
  ],
};
