import "server-only";
import { headers } from "next/headers";
import { processSingleton } from "../platform/process-singleton";
import type { FormState } from "./form-state";

type Refusal = Extract<FormState<never>, { kind: "error" }>;

/**
 * A form that was posted without script is answered by the page that it was posted to. Where the session has ended or is of
 * another organisation, that page may not be there, and what was typed would be gone with it. So the refusal is kept with
 * the request, by its own headers object, and the frame around the page shows it.
 */
const refusals = () => processSingleton("refused-forms", () => new WeakMap<object, Refusal>());

export async function keepRefusal(refusal: Refusal): Promise<void> {
  refusals().set(await headers(), refusal);
}

/** The form that this request has posted in vain. */
export async function refusedForm(): Promise<Refusal | undefined> {
  return refusals().get(await headers());
}
