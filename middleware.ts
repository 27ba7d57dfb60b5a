import { type NextRequest, NextResponse } from "next/server";
import { gate, gateFailure } from "@/server/http/gate";

/** Mounts the gate in Next; see `src/server/http/gate.ts` for what it does and `src/proxy.ts` for how Next finds this. */
export async function middleware(request: NextRequest): Promise<Response> {
  try {
    const result = await gate(request);
    if (result.kind === "refuse") return result.response;
    const response = NextResponse.next({ request: { headers: result.requestHeaders } });
    for (const [name, value] of Object.entries(result.answerHeaders)) response.headers.set(name, value);
    return response;
  } catch (error) {
    return gateFailure(error, request);
  }
}

export const config = {
  runtime: "nodejs",
  matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],
};
