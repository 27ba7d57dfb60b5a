import { KeyedSemaphore } from "@/lib/keyed-semaphore";
import { AppError } from "../platform/errors";
import { processSingleton } from "../platform/process-singleton";

const MiB = 1024 * 1024;

/** Parts of bodies of up to so many bytes are taken however many there are. */
const smallBytes = 16 * 1024;

/**
 * Bytes of larger bodies that have arrived, of all and of one sender. They are in buffers outside of the heap. What is only
 * announced takes nothing, so nobody can hold the room of others with it.
 */
const bounds = { max: 256 * MiB, maxEach: 64 * MiB };

/** How long a sender may be silent before its request is over, in milliseconds; the server bounds the time of all of it. */
const silenceMs = 10_000;

const arrived = () => processSingleton("arrived-bodies", () => new KeyedSemaphore<string>(bounds));

export interface ArrivedBody {
  bytes: Buffer;
  /** To be called when nobody needs the bytes any more. */
  done(): void;
}

/**
 * Reads a body to its end, up to `maxBytes`. Throws what `tooLarge` says for a longer one, and `unavailable` if more bodies
 * are here than there is room for or if the sender falls silent.
 */
export async function readBounded(
  body: AsyncIterable<Uint8Array>,
  sender: string,
  maxBytes: number,
  tooLarge: () => Error,
): Promise<ArrivedBody> {
  const chunks: Uint8Array[] = [];
  let [length, held] = [0, 0];
  const done = () => {
    if (held > 0) arrived().release(sender, held);
    held = 0;
  };
  try {
    for await (const chunk of inTime(body)) {
      length += chunk.byteLength;
      if (length > maxBytes) throw tooLarge();
      if (length > smallBytes) {
        if (!arrived().tryAcquire(sender, length - held)) throw tooMany();
        held = length;
      }
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks, length), done };
  } catch (error) {
    done();
    throw error;
  }
}

/** The parts of a body, for as long as they keep coming. */
async function* inTime(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts = body[Symbol.asyncIterator]();
  let isWaiting = false;
  try {
    for (;;) {
      isWaiting = true;
      const { done, value } = await beforeSilence(parts.next());
      isWaiting = false;
      if (done) return;
      yield value;
    }
  } finally {
    // Leaving early tells the sender to stop; not while a part is awaited, which would wait as well.
    if (!isWaiting) await parts.return?.();
  }
}

function beforeSilence<T>(next: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(silent()), silenceMs);
    next.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function silent(): AppError {
  return new AppError("unavailable", "The body did not arrive in time", { retryAfterSeconds: 2 });
}

function tooMany(): AppError {
  return new AppError("unavailable", "Too many large requests at a time", { retryAfterSeconds: 2 });
}
