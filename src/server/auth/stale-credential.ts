/** What was remembered of a credential no longer holds: resolve it anew, once. It never leaves the pipeline. */
export class StaleCredentialError extends Error {
  override readonly name = "StaleCredentialError";
}
