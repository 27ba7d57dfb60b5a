import { type NextRequest, NextResponse } from "next/server";
import { toResponse } from "@/server/http/answers";
import { forwardedHeaders, gate, gateFailure } from "@/server/http/gate";

/** Mounts the gate in Next; see `src/server/http/gate.ts` for what it does and `src/proxy.ts` for how Next finds this. */
export async function middleware(request: NextRequest): Promise<Response> {
  try {
    const result = await gate(request);
    if (result.kind === "refuse") return withAbsoluteLocation(toResponse(result.reply), request);
    const response = NextResponse.next({ request: { headers: forwardedHeaders(request, result) } });
    for (const [name, value] of Object.entries(result.answerHeaders)) response.headers.set(name, value);
    return response;
  } catch (error) {
    return toResponse(gateFailure(error, request));
  }
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
