import type { IncomingMessage, ServerResponse } from "node:http";
import { forgetContext, type RequestContext } from "../pipeline/context";
import { valuesFor } from "../pipeline/forwarded-headers";
import { headersOf } from "../pipeline/node-headers";

/**
 * Tells Next's middleware, which `src/proxy.ts` mounts, that our host has passed the request already. No client can
 * send it: a name with a space in it is none that a request on a wire could have.
 */
export const admittedHeader = "pipeline admitted";

/** Inherited and not listed: whoever makes Headers of a request's would stumble over such a name. */
const marked = Object.defineProperty({}, admittedHeader, { value: "yes" });

/**
 * Hands a request that was admitted on to the framework: its middleware, which would cost it a copy of the request and of the
 * answer, is left out, and what that would set is set here.
 */
export function markAdmitted(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
  answerHeaders: Record<string, string>,
): void {
  const { headers } = request;
  Object.assign(headers, valuesFor(headersOf(request), context));
  Object.setPrototypeOf(headers, marked);
  // A change goes on, as from its sender's address, if the sender goes away.
  if (context.isRead) response.once("close", () => forgetContext(headersOf(request)));
  for (const [name, value] of Object.entries(answerHeaders)) response.setHeader(name, value);
}
