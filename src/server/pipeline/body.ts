import type { TenantId } from "@/db/tenant";
import { KeyedSemaphore } from "@/lib/keyed-semaphore";
import { addressGroup } from "../limits/client-address";
import { AppError } from "../platform/errors";
import { processSingleton } from "../platform/process-singleton";
import type { ApiRequest } from "./api-request";
import { type ArrivedBody, readBounded } from "./bounded-body";
import { parseJson } from "./json-body";

/** Bytes of a request body, at most. */
export const bodyMaxBytes = 1024 * 1024;

/** Bodies of up to so many bytes are worked on however many there are. */
const smallBytes = 16 * 1024;

const MiB = 1024 * 1024;

/**
 * Bytes of larger bodies that are worked on, of all organisations and of one. What is made of a body (its text, its values,
 * their syntax trees, the answer) takes some ten times its size, and the heap is bounded; what only waits is in buffers
 * outside of it.
 */
const bounds = { max: 8 * MiB, maxEach: 4 * MiB };

function tooMany(): AppError {
  return new AppError("unavailable", "Too many large requests at a time", { retryAfterSeconds: 2 });
}

const patience = { timeoutMs: 5_000, refusal: tooMany };

const atWork = () => processSingleton("large-bodies", () => new KeyedSemaphore<TenantId>(bounds));

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

/** The body of a request from an address. It can be read just once. */
export function bodyOf(request: ApiRequest, address: string): RequestBody {
  const giveBacks: (() => void)[] = [];
  const read = async (tenantId: TenantId) => {
    assertJson(request);
    assertLength(request);
    const { bytes, done } = await readBytes(request, address);
    giveBacks.push(done);
    const { byteLength } = bytes;
    if (byteLength > smallBytes) {
      await atWork().acquire(tenantId, byteLength, patience);
      giveBacks.push(() => atWork().release(tenantId, byteLength));
    }
    return parseJson(bytes);
  };
  return {
    read,
    done: () => {
      for (const giveBack of giveBacks.splice(0)) giveBack();
    },
  };
}

/** Throws `payload_too_large` for a body that says so itself. */
function assertLength(request: ApiRequest): void {
  if (Number(request.headers.get("content-length") ?? 0) > bodyMaxBytes) throw tooLarge();
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

function readBytes(request: ApiRequest, address: string): Promise<ArrivedBody> {
  return readBounded(request.body ?? nothing(), addressGroup(address), bodyMaxBytes, tooLarge).catch(
    (cause: unknown) => {
      if (cause instanceof AppError) throw cause;
      // The client went away while it was sending: nobody reads the answer, and it is no fault of ours.
      throw new AppError("malformed_json", "The body ended before it was complete", { cause });
    },
  );
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
