/** Why one file is not imported; the others go on. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Why the whole run ends at once: no file after this one would fare better. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";
}
