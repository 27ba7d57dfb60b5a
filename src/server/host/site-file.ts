import { createHash } from "node:crypto";
import { resolveSite } from "../auth/resolve-site";
import type { TenantContext } from "../auth/tenant-context";
import { contextOf } from "../pipeline/context";
import { ownHeaders } from "../pipeline/response-headers";
import { errorResponse, type HttpResponse, toResponse } from "../pipeline/responses";
import { logger } from "../platform/logger";
import { toAppError } from "../platform/to-app-error";

/** A file of an organisation's public pages at `/p/<slug>/<name>`; a former slug leads to the present one. */
export function siteFile(
  name: string,
  type: string,
  make: (context: TenantContext, query: URLSearchParams) => Promise<string | undefined>,
) {
  return async (request: Request, { params }: { params: Promise<{ tenant: string }> }): Promise<Response> => {
    const { tenant } = await params;
    return answer(request, type, async (requestId) => {
      const context = await resolveSite(tenant, requestId);
      const { search, searchParams } = new URL(request.url);
      if (context.tenantSlug !== tenant) return { location: `/p/${context.tenantSlug}/${name}${search}` };
      return make(context, searchParams);
    });
  };
}

/** A file of the program's own. */
export function ownFile(type: string, make: () => string) {
  return (request: Request): Promise<Response> => answer(request, type, async () => make());
}

async function answer(
  request: Request,
  type: string,
  make: (requestId: string) => Promise<string | { location: string } | undefined>,
): Promise<Response> {
  const context = contextOf(request);
  const { requestId } = context;
  const headers = ownHeaders(context);
  try {
    const made = await make(requestId);
    return toResponse(withHeaders(responseOf(made, type, request.headers.get("if-none-match")), headers));
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === "internal_error") logger().error({ error, requestId }, "a file of the pages failed");
    return toResponse(withHeaders(errorResponse(failure, requestId, null), headers));
  }
}

function withHeaders(reply: HttpResponse, headers: Record<string, string>): HttpResponse {
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function responseOf(
  made: string | { location: string } | undefined,
  type: string,
  known: string | null,
): HttpResponse {
  if (made === undefined)
    return { status: 404, headers: { "Content-Type": "text/plain" }, body: "Not found\n" };
  if (typeof made !== "string") return { status: 301, headers: { Location: made.location }, body: null };
  const tag = createHash("sha256").update(made).digest("base64url").slice(0, 27);
  const headers = { "Cache-Control": "public, max-age=60", ETag: `"${tag}"` };
  // Proxies that compress hand a tag back with a mark of their own.
  if (known === "*" || known?.includes(tag)) return { status: 304, headers, body: null };
  return { status: 200, headers: { ...headers, "Content-Type": `${type}; charset=utf-8` }, body: made };
}
