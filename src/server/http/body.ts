import { Shares } from "@/db/shares";
import type { TenantId } from "@/db/tenant";
import { AppError } from "../platform/errors";
import { shared } from "../platform/shared";
import type { ApiRequest } from "./api-request";

/** Bytes of a request body, at most. */
export const bodyMaxBytes = 1024 * 1024;

/** Bodies of up to so many bytes are worked on however many there are. */
const smallBytes = 16 * 1024;

/**
 * Bytes of larger bodies that are worked on at a time, of all organisations and of one. What is made of a body (its text, its
 * values, their syntax trees, the answer) takes some ten times its size, and the heap is bounded.
 */
const atWork = { max: 8 * 1024 * 1024, maxEach: 4 * 1024 * 1024 };

const bodiesAtWork = () =>
  shared("bodies-at-work", () => {
    const refusal = () =>
      new AppError("unavailable", "Too many large requests at a time", { retryAfterSeconds: 2 });
    return new Shares<TenantId>({ ...atWork, timeoutMs: 5_000, refusal });
  });

export interface RequestBody {
  /**
   * The body's JSON, once its organisation's turn has come if it is a large one. Throws `unsupported_media_type`,
   * `payload_too_large` (after reading no more than the limit), `malformed_json`, also for bytes that aren't UTF-8, and
   * `unavailable` if its turn doesn't come.
   */
  read(tenantId: TenantId): Promise<unknown>;
  /** To be called when the request is answered: the next large body may be worked on. */
  done(): void;
}

/** The body of a request, which can be read from its connection just once and then as often as is wanted. */
export function bodyOf(request: ApiRequest): RequestBody {
  let value: Promise<unknown> | undefined;
  let giveBack = () => {};
  const read = async (tenantId: TenantId) => {
    const bytes = await readBytes(request);
    if (bytes.byteLength > smallBytes) {
      await bodiesAtWork().take(tenantId, bytes.byteLength);
      giveBack = () => bodiesAtWork().give(tenantId, bytes.byteLength);
    }
    return parse(bytes);
  };
  return {
    read: (tenantId) => {
      value ??= read(tenantId);
      return value;
    },
    done: () => giveBack(),
  };
}

async function readBytes(request: ApiRequest): Promise<Uint8Array> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("unsupported_media_type", "The body must be sent as application/json");
  }
  return receive(request).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    // The client went away while it was sending: nobody reads the answer, and it is no fault of ours.
    throw new AppError("malformed_json", "The body ended before it was complete", { cause });
  });
}

function parse(bytes: Uint8Array): unknown {
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

async function receive(request: ApiRequest): Promise<Uint8Array> {
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
