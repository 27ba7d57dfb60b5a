import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

/**
 * The framework answers what has moved for good with 308, and the addresses of publications promise 301, which older readers
 * of feeds and search engines know as well.
 */
export function withRedirectStatus(next: RequestListener): RequestListener {
  return (request, response) => {
    if (isOfPublication(request)) answerMoved(response);
    return next(request, response);
  };
}

function isOfPublication({ method, url }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && url?.startsWith("/p/") === true;
}

/** Changed as the headers are written, for nothing that the framework sets before is final. */
function answerMoved(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const location = response.getHeader("location");
    const isMoved = status === 308 && typeof location === "string" && location.startsWith("/p/");
    return writeHead(isMoved ? 301 : status, ...rest);
  }) as ServerResponse["writeHead"];
}
