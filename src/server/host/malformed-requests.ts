import type { Duplex } from "node:stream";
import { securityHeaders } from "../pipeline/security-headers";
import { config } from "../platform/config";
import { plainLogger } from "../platform/logger";
import { processSingleton } from "../platform/process-singleton";

const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** Answers what isn't HTTP as node does, but with the headers of every answer. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  // An answer that has begun can't be followed by another.
  const { _httpMessage: begun } = socket as Duplex & { _httpMessage?: { headersSent: boolean } };
  if (begun?.headersSent) return void socket.destroy();
  const status = statuses[error.code ?? ""] ?? "400 Bad Request";
  log(error.code, Number(status.slice(0, 3)), socket);
  const headers = { ...securityHeaders(null, config()), "Content-Length": "0", Connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n`, () => socket.destroy());
}

/** Whoever sends nonsense must not fill the log with it: in a second so many lines, the next of which counts what was left out. */
const linesPerSecond = 5;

const written = () => processSingleton("broken-requests", () => ({ second: 0, lines: 0, leftOut: 0 }));

function log(code: string | undefined, status: number, socket: Duplex): void {
  const tally = written();
  const second = Math.floor(performance.now() / 1_000);
  if (tally.second !== second) Object.assign(tally, { second, lines: 0 });
  if (tally.lines >= linesPerSecond) {
    tally.leftOut++;
    return;
  }
  tally.lines++;
  const address = "remoteAddress" in socket ? socket.remoteAddress : undefined;
  plainLogger().info({ status, code, address, leftOut: tally.leftOut || undefined }, "broken request");
  tally.leftOut = 0;
}
