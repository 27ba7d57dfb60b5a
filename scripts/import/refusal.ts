/** Why one article is not imported; the others go on. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
