import { type NextRequest, NextResponse } from "next/server";
import { forwardedHeaders } from "@/server/pipeline/forwarded-headers";
import { admit } from "@/server/pipeline/pipeline";
import { commonHeaders } from "@/server/pipeline/response-headers";
import { toResponse } from "@/server/pipeline/responses";

/**
 * Mounts the first half of the pipeline in Next, where our own host has not run it in front; see
 * `src/server/pipeline/pipeline.ts` for what it does and `src/proxy.ts` for how Next finds this.
 */
export async function middleware(request: NextRequest): Promise<Response> {
  const { context, refusal } = await admit(request);
  if (refusal) return withAbsoluteLocation(toResponse(refusal), request);
  const response = NextResponse.next({ request: { headers: forwardedHeaders(request, context) } });
  for (const [name, value] of Object.entries(commonHeaders(context, request.headers)))
    response.headers.set(name, value);
  return response;
}

/** Next accepts only whole addresses here, and makes them relative again for the client. */
function withAbsoluteLocation(response: Response, request: NextRequest): Response {
  const location = response.headers.get("location");
  if (location) response.headers.set("location", new URL(location, request.url).toString());
  return response;
}

export const config = {
  runtime: "nodejs",
  matcher: ["/((?!_next/static/|favicon\\.ico$).*)"],
};
