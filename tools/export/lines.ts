/** No line of an export is longer: an article of 1 MiB may take six times that as JSON, and there is room to grow. */
const lengthMax = 32 * 1024 * 1024;

/**
 * The whole lines of a stream; what comes after the last line end is an unfinished one and left out. Throws if nothing
 * comes for `idleMs`, and whatever the connection throws.
 */
export async function* linesOf(stream: ReadableStream<Uint8Array>, idleMs: number): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let begun: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), idleMs);
      if (done) return;
      const [end = "", ...starts] = decoder.decode(value, { stream: true }).split("\n");
      begun.push(end);
      length += end.length;
      if (length > lengthMax) throw new Error("the server sends a line that no export has");
      for (const start of starts) {
        yield begun.join("");
        begun = [start];
        length = start.length;
      }
    }
  } finally {
    // The connection goes with it, if the end was not reached.
    await reader.cancel().catch(() => undefined);
  }
}

async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
