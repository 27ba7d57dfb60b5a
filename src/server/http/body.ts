import { Shares } from "@/db/shares";
import type { TenantId } from "@/db/tenant";
import { AppError } from "../platform/errors";
import { shared } from "../platform/shared";
import type { ApiRequest } from "./api-request";
import { parseJson } from "./json-body";

/** Bytes of a request body, at most. */
export const bodyMaxBytes = 1024 * 1024;

/** Bodies of up to so many bytes are worked on however many there are. */
const smallBytes = 16 * 1024;

const MiB = 1024 * 1024;

/**
 * Bytes of larger bodies, of all organisations and of one: those that are here at all, and those of them that are worked on.
 * What is made of a body (its text, its values, their syntax trees, the answer) takes some ten times its size, and the heap
 * is bounded; what only waits is in buffers outside of it.
 */
const bounds = { here: { max: 256 * MiB, maxEach: 128 * MiB }, atWork: { max: 8 * MiB, maxEach: 4 * MiB } };

function tooMany(): AppError {
  return new AppError("unavailable", "Too many large requests at a time", { retryAfterSeconds: 2 });
}

const patience = { timeoutMs: 5_000, refusal: tooMany };

const large = () =>
  shared("large-bodies", () => ({
    here: new Shares<TenantId>(bounds.here),
    atWork: new Shares<TenantId>(bounds.atWork),
  }));

export interface RequestBody {
  /**
   * The body's JSON, once its organisation's turn has come if it is a large one. Throws `unsupported_media_type`,
   * `payload_too_large` (after reading no more than the limit), `unavailable` if there are too many at a time, and what
   * `parseJson` throws.
   */
  read(tenantId: TenantId): Promise<unknown>;
  /** To be called when the request is answered, and `read` has settled: the next large body may be worked on. */
  done(): void;
}

/** The body of a request, which can be read from its connection just once and then as often as is wanted. */
export function bodyOf(request: ApiRequest): RequestBody {
  let value: Promise<unknown> | undefined;
  const giveBacks: (() => void)[] = [];
  const read = async (tenantId: TenantId) => {
    assertJson(request);
    const { here, atWork } = large();
    const declared = lengthOf(request);
    if (declared > smallBytes) {
      if (!here.tryTake(tenantId, declared)) throw tooMany();
      giveBacks.push(() => here.give(tenantId, declared));
    }
    const bytes = await readBytes(request);
    if (bytes.byteLength > smallBytes) {
      await atWork.take(tenantId, bytes.byteLength, patience);
      giveBacks.push(() => atWork.give(tenantId, bytes.byteLength));
    }
    return parseJson(bytes);
  };
  return {
    read: (tenantId) => {
      value ??= read(tenantId);
      return value;
    },
    done: () => {
      for (const giveBack of giveBacks.splice(0)) giveBack();
    },
  };
}

/** Bytes that the body may have: as many as any where its sender doesn't say. Throws `payload_too_large`. */
function lengthOf(request: ApiRequest): number {
  const declared = request.headers.get("content-length");
  if (declared === null) return bodyMaxBytes;
  if (Number(declared) > bodyMaxBytes) throw tooLarge();
  return Number(declared);
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", "The body is larger than 1 MiB");
}

function assertJson(request: ApiRequest): void {
  const coding = request.headers.get("content-encoding")?.trim().toLowerCase();
  if (coding && coding !== "identity") {
    throw new AppError("unsupported_media_type", "The body must be sent without a Content-Encoding");
  }
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return;
  throw new AppError("unsupported_media_type", "The body must be sent as application/json");
}

function readBytes(request: ApiRequest): Promise<Uint8Array> {
  return receive(request).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    // The client went away while it was sending: nobody reads the answer, and it is no fault of ours.
    throw new AppError("malformed_json", "The body ended before it was complete", { cause });
  });
}

async function receive(request: ApiRequest): Promise<Uint8Array> {
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
