/**
 * The text of an answer. Throws TooLarge for more than `bytesMax`, and lets go of the connection: what a server sends
 * without an end must not fill the memory.
 */
export async function boundedText({ body }: Response, bytesMax: number): Promise<string> {
  if (!body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > bytesMax) throw new TooLarge(`it answers with more than ${bytesMax / 1024 / 1024} MiB`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

export class TooLarge extends Error {
  override readonly name = "TooLarge";
}
