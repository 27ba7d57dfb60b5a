import { IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Duplex } from "node:stream";

/** An answer that was made to its end. */
export interface CollectedResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** How long a page may take to be made, in milliseconds. */
const timeoutMs = 30_000;

/**
 * Has a listener answer a request that comes from no connection: nobody's headers are in it but those that are given, and
 * nobody who reads slowly, or goes away, holds it up.
 */
export function requestInternally(
  listener: RequestListener,
  url: string,
  headers: Record<string, string>,
): Promise<CollectedResponse> {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, {
    method: "GET",
    url,
    headers,
    httpVersion: "1.1",
    httpVersionMajor: 1,
    complete: true,
  });
  request.httpVersionMinor = 1;
  request.push(null);
  const response = new ServerResponse(request);
  const chunks = keepBody(response);
  // What is written to it has been kept already.
  const sink = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  // A server would hand this on.
  sink.on("drain", () => response.emit("drain"));
  response.assignSocket(sink as Socket);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => response.destroy(), timeoutMs);
    response.once("finish", () =>
      resolve({ status: response.statusCode, headers: headersOf(response), body: Buffer.concat(chunks) }),
    );
    response.once("close", () => {
      clearTimeout(timer);
      reject(new Error("the page was not made to its end"));
    });
    response.once("finish", () => response.destroy());
    listener(request, response);
  });
}

/** Of one connection, and none of the page's. */
const hopHeaders = new Set(["connection", "content-length", "date", "keep-alive", "transfer-encoding"]);

function headersOf(response: ServerResponse): CollectedResponse["headers"] {
  return Object.fromEntries(
    Object.entries(response.getHeaders()).flatMap(([name, value]) =>
      value === undefined || hopHeaders.has(name)
        ? []
        : [[name, Array.isArray(value) ? value : String(value)] as const],
    ),
  );
}

/** The parts of the body, as they are written. */
function keepBody(response: ServerResponse): Buffer[] {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk, encoding as BufferEncoding | undefined));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const { write, end } = response;
  response.write = ((...args: Parameters<typeof write>) => {
    keep(args[0], typeof args[1] === "string" ? args[1] : undefined);
    return write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    keep(args[0], typeof args[1] === "string" ? args[1] : undefined);
    return end.apply(response, args);
  }) as typeof end;
  return chunks;
}
