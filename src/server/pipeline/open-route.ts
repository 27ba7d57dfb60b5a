import type { ApiRequest } from "./api-request";
import { contextOf } from "./context";
import type { Handler } from "./define-resource";
import { ownHeaders } from "./response-headers";
import { type HttpResponse, toResponse } from "./responses";

/** A GET of the API that is open to whoever asks, credential or not. For what belongs to no organisation. */
export function openRoute(make: (request: ApiRequest) => Promise<HttpResponse>): {
  GET: Pick<Handler, "reply"> & ((request: Request) => Promise<Response>);
} {
  const reply: Handler["reply"] = async (request, _params, context) => {
    const made = await make(request);
    return { ...made, headers: { ...made.headers, ...ownHeaders(context) } };
  };
  const answer = async (request: Request) => toResponse(await reply(request, {}, contextOf(request)));
  return { GET: Object.assign(answer, { reply }) };
}
