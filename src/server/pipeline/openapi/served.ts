import { config } from "../../platform/config";
import type { ApiRequest } from "../api-request";
import { hashOf, isNotModified, shownEtag } from "../etag";
import type { HttpResponse } from "../responses";

/** Serves a description that is made at the first request and never changes while the process runs. */
export function describedAs(
  describe: (serverUrl: string) => Promise<unknown>,
): (request: ApiRequest) => Promise<HttpResponse> {
  let made: Promise<{ text: string; etag: string }> | undefined;
  return async (request) => {
    made ??= describe(config().appUrl).then(withEtag);
    const { text, etag } = await made;
    const headers = {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "public, max-age=300",
      "Access-Control-Allow-Origin": "*",
      ETag: etag,
    };
    return isNotModified(request, etag)
      ? { status: 304, headers, body: null }
      : { status: 200, headers, body: text };
  };
}

function withEtag(document: unknown): { text: string; etag: string } {
  const text = JSON.stringify(document);
  return { text, etag: shownEtag(hashOf(text), undefined) };
}
