import type { NextRequest } from "next/server";
import { middleware } from "../middleware";

// Next looks for this file here, beside `app`; the gate itself is mounted in the root's middleware.ts.
export function proxy(request: NextRequest): Promise<Response> {
  return middleware(request);
}

export const config = { matcher: ["/((?!_next/static/|favicon\\.ico$).*)"] };
