// Whatever else is asked of the API: not there, in the API's own words.

import { ownHeaders } from "@/server/pipeline/answer-headers";
import { errorReply, toResponse } from "@/server/pipeline/answers";
import { contextOf } from "@/server/pipeline/context";
import { AppError } from "@/server/platform/errors";

function notFound(request: Request): Response {
  const context = contextOf(request);
  const error = new AppError("not_found");
  const reply = errorReply(error, context.requestId, request.headers.get("accept"));
  return toResponse({ ...reply, headers: { ...reply.headers, ...ownHeaders(context) } });
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
