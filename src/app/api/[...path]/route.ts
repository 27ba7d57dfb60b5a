// Whatever else is asked of the API: not there, in the API's own words.
import { errorReply, toResponse } from "@/server/http/answers";
import { passageOf } from "@/server/http/gate";
import { AppError } from "@/server/platform/errors";

function notFound(request: Request): Response {
  const { requestId, limits } = passageOf(request.headers);
  const error = new AppError("not_found");
  const reply = errorReply(error, requestId, request.headers.get("accept"));
  return toResponse({ ...reply, headers: { ...reply.headers, ...limits } });
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
