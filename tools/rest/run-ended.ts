/** Why the whole run ends at once: no request after this one would fare better. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";
}
