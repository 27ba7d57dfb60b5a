// Whatever else is asked of the API: not there, in the API's own words.

import { errorResponse } from "@/server/http/answers";
import { answerLimits } from "@/server/http/key-limit";
import { requestIdOf } from "@/server/http/request-id";
import { AppError } from "@/server/platform/errors";

function notFound(request: Request): Response {
  const error = new AppError("not_found", "Not found");
  const response = errorResponse(error, requestIdOf(request.headers), request.headers.get("accept"));
  answerLimits(response.headers, request.headers, undefined);
  return response;
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
