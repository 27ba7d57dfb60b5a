import type { Answer } from "../rest/client";
import { describeError } from "../rest/describe-error";

/** Why one article is not imported; the others go on. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** What the server said, as the reason. */
export function refusalOf({ status, body, attempts }: Answer): Refusal {
  const times = status >= 500 || status === 429 ? ` after ${attempts} attempts` : "";
  return new Refusal(`the server says${times}: ${describeError(status, body)}`);
}
