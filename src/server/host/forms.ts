import { IncomingMessage, type ServerResponse } from "node:http";
import { KeyedSemaphore } from "@/lib/keyed-semaphore";
import { addressGroup } from "../limits/client-address";
import { readBounded } from "../pipeline/bounded-body";
import { type RequestContext, signedInBy } from "../pipeline/context";
import { isApi } from "../pipeline/paths";
import { AppError } from "../platform/errors";
import { processSingleton } from "../platform/process-singleton";
import { assertPlainForm } from "./form-shape";

/** Bytes of a form that anybody may send. */
const visitorsBytes = 32 * 1024;

/** Bytes of any form: what the framework takes, and a little for what stands around the fields. */
const maxBytes = 2 * 1024 * 1024 + 64 * 1024;

/** Larger forms that are taken apart at a time, from everybody and from one address. */
const places = () =>
  processSingleton("large-forms", () => new KeyedSemaphore<string>({ max: 12, maxEach: 6 }));

/**
 * The request as the framework may have it. It takes the whole of a form apart in memory before anything of ours is asked, so
 * a large one is taken from members alone, read to its end first, and then has to wait for one of a few places.
 * Throws `payload_too_large`, `validation_failed`, `unauthorized` and `unavailable`.
 */
export async function admitForm(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Promise<IncomingMessage> {
  const length = lengthOf(request);
  if (length <= visitorsBytes) return request;
  if (length > maxBytes && length !== Number.POSITIVE_INFINITY) throw tooLarge(maxBytes);
  await assertMaySend(request, context);
  const sender = addressGroup(context.address);
  const body = await readBounded(requestBody(request), sender, maxBytes, () => tooLarge(maxBytes));
  whenClosed(response, body.done);
  assertThere(response);
  if (!isApi(request.url ?? "")) assertPlainForm(body.bytes, request.headers["content-type"] ?? "");
  await places().acquire(sender, 1, { timeoutMs: 5_000, refusal: tooMany });
  whenClosed(response, () => places().release(sender));
  assertThere(response);
  return withBody(request, body.bytes);
}

/** At once for whoever went away meanwhile: "close" has been, and comes no more. */
function whenClosed(response: ServerResponse, done: () => void): void {
  if (response.destroyed) done();
  else response.once("close", done);
}

function assertThere({ destroyed }: ServerResponse): void {
  if (destroyed) throw new AppError("unavailable", "The sender went away");
}

function lengthOf({ method, headers }: IncomingMessage): number {
  if (method === "GET" || method === "HEAD") return 0;
  const declared = headers["content-length"];
  if (declared !== undefined) return Number(declared);
  return headers["transfer-encoding"] === undefined ? 0 : Number.POSITIVE_INFINITY;
}

/** The API's handlers look keys up themselves, where the API isn't answered in front. */
async function assertMaySend(request: IncomingMessage, context: RequestContext): Promise<void> {
  const { credential } = context;
  if (!credential) throw tooLarge(visitorsBytes);
  if (credential.kind === "key" && isApi(request.url ?? "")) return;
  if (!(await signedInBy(context)))
    throw new AppError("unauthorized", "Your session has ended. Please sign in again.");
}

function requestBody(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return request.iterator({ destroyOnReturn: false });
}

/** The same request, with a body that is there. */
function withBody(request: IncomingMessage, bytes: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(whole, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  whole.complete = true;
  whole.push(bytes);
  whole.push(null);
  return whole;
}

function tooLarge(bytes: number): AppError {
  return new AppError("payload_too_large", `The form is larger than ${bytes / 1024} KiB`);
}

function tooMany(): AppError {
  return new AppError("unavailable", "Too many large forms at a time", { retryAfterSeconds: 2 });
}
