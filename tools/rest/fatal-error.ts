/** Why the whole run ends at once: no request after this one would fare better. */
export class FatalError extends Error {
  override readonly name = "FatalError";
}
