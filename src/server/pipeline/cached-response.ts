import type { TenantContext } from "../auth/tenant-context";
import { cache } from "../platform/cache";
import { type HttpResponse, type OperationResult, responseOf } from "./responses";

interface Made {
  reply: HttpResponse;
  /** Undefined where it is only for those who wait for it now. */
  bytes?: number;
}

/**
 * The reply to a read, ready to be sent, as it was made for whoever of the same audience asked first; `name` is what was asked
 * for, the credential aside. Whether somebody may ask is to be found out before.
 */
export async function cachedResponse(
  { tenantId, generations }: TenantContext,
  tag: string,
  name: string,
  make: () => Promise<OperationResult>,
): Promise<HttpResponse> {
  const load = async () => madeOf(await make());
  const { reply } = await cache().read<Made>(tenantId, tag, name, load, {
    sizeOf: ({ bytes = 0 }) => bytes,
    isKept: ({ bytes }) => bytes !== undefined,
    generations,
  });
  return reply;
}

async function madeOf(answer: OperationResult): Promise<Made> {
  const reply = await responseOf(answer, true);
  if (typeof reply.body !== "string" || answer.isCacheable === false) return { reply };
  const body = bytesOf(reply.body);
  return { reply: { ...reply, body }, bytes: body.length };
}

/** In memory of its own: a short `Buffer.from` is a part of a block, all of which it would keep. */
function bytesOf(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
