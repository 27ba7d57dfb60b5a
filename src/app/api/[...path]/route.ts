// Whatever else is asked of the API: not there, in the API's own words.

import { contextOf } from "@/server/pipeline/context";
import { ownHeaders } from "@/server/pipeline/response-headers";
import { errorResponse, toResponse } from "@/server/pipeline/responses";
import { AppError } from "@/server/platform/errors";

function notFound(request: Request): Response {
  const context = contextOf(request);
  const error = new AppError("not_found");
  const reply = errorResponse(error, context.requestId, request.headers.get("accept"));
  return toResponse({ ...reply, headers: { ...reply.headers, ...ownHeaders(context) } });
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
