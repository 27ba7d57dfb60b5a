import { type Reply, toResponse } from "./answers";
import type { ApiRequest } from "./api-request";
import type { Handler } from "./define-resource";
import { passageOf } from "./gate";
import { requestIdHeader } from "./request-id";

/** A GET of the API that is open to whoever asks, credential or not. For what belongs to no organisation. */
export function openRoute(make: (request: ApiRequest) => Promise<Reply>): {
  GET: Pick<Handler, "reply"> & ((request: Request) => Promise<Response>);
} {
  const reply: Handler["reply"] = async (request, _params, { requestId, limits }) => {
    const made = await make(request);
    return { ...made, headers: { ...made.headers, [requestIdHeader]: requestId, ...limits } };
  };
  const answer = async (request: Request) => toResponse(await reply(request, {}, passageOf(request.headers)));
  return { GET: Object.assign(answer, { reply }) };
}
