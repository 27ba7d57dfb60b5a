import type { Answer } from "../rest/client";
import { describeError } from "../rest/describe-error";

/** Why one article is not imported; the others go on. */
export class ArticleError extends Error {
  override readonly name = "ArticleError";
}

/** What the server said, as the reason. */
export function articleErrorOf({ status, body, attempts }: Answer): ArticleError {
  const times = status >= 500 || status === 429 ? ` after ${attempts} attempts` : "";
  return new ArticleError(`the server says${times}: ${describeError(status, body)}`);
}
