import type { Dispatcher } from "undici";
import { readableText } from "./readable-text";

/** What a receiver answered, whatever the status, redirects aside. Its text is a stranger's. */
export interface Answer {
  kind: "answer";
  status: number;
  /** As `Retry-After` says, in either form; a week at most. */
  retryAfterSeconds?: number;
  /** The first 4,096 bytes, as text; empty where it was compressed although that was not asked for. */
  body: string;
  durationMs: number;
}

const bytesMax = 4_096;
const weekSeconds = 7 * 24 * 3600;

/**
 * Reads the beginning of an answer. The connection is closed if there is more, so that a receiver can't make us take what we
 * don't keep; nothing is decompressed.
 */
export async function readBody({ body, headers }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (length >= bytesMax) break;
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") return "";
  const bytes = Buffer.concat(chunks).subarray(0, bytesMax);
  // As a stream: a character of which only the beginning is there is left out.
  return readableText(new TextDecoder().decode(bytes, { stream: true }));
}

export function retryAfterOf(headers: Dispatcher.ResponseData["headers"]): number | undefined {
  const value = headers["retry-after"];
  if (typeof value !== "string") return undefined;
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : secondsUntil(value);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), weekSeconds);
}

function secondsUntil(date: string): number {
  // Dates of HTTP begin with the day; Date.parse would take much else.
  return /^\s*[A-Z][a-z]{2}/.test(date) ? Math.ceil((Date.parse(date) - Date.now()) / 1000) : Number.NaN;
}
