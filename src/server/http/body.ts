import { AppError } from "../platform/errors";
import type { ApiRequest } from "./api-request";

/** Bytes of a request body, at most. */
export const bodyMaxBytes = 1024 * 1024;

/**
 * The JSON body of a request. Throws `unsupported_media_type`, `payload_too_large` (after reading no more than the
 * limit) and `malformed_json`, also for bytes that aren't UTF-8.
 */
export async function readJson(request: ApiRequest): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("unsupported_media_type", "The body must be sent as application/json");
  }
  const bytes = await readBytes(request).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    // The client went away while it was sending: nobody reads the answer, and it is no fault of ours.
    throw new AppError("malformed_json", "The body ended before it was complete", { cause });
  });
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const message = "is not valid JSON in UTF-8";
    throw new AppError("malformed_json", "The body is not valid JSON", {
      cause,
      details: [{ path: "", message }],
    });
  }
}

async function readBytes(request: ApiRequest): Promise<Uint8Array> {
  const tooLarge = () => new AppError("payload_too_large", "The body is larger than 1 MiB");
  if (Number(request.headers.get("content-length") ?? 0) > bodyMaxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early tells the sender to stop.
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > bodyMaxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
