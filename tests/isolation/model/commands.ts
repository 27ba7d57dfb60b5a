import fc from "fast-check";

/** One call of a service by one tenant. `pick` chooses among what that tenant has at that moment, modulo their number. */
export interface Command {
  tenant: number;
  kind: (typeof kinds)[number];
  pick: number;
  word: string;
}

const kinds = [
  "create",
  "create",
  "update",
  "publish",
  "unpublish",
  "archive",
  "delete",
  "comment",
  "uncomment",
  "like",
  "unlike",
  "tag",
  "read",
  "list",
  "search",
  "read foreign",
  "change foreign",
] as const;

/** Few words, so that titles, tags and searches of different tenants meet. */
const words = ["harbour", "orbit", "meadow", "lantern"];

export function commandsOf(
  tenants: number,
  length: { minLength: number; maxLength: number },
): fc.Arbitrary<Command[]> {
  const command = fc.record({
    tenant: fc.nat(tenants - 1),
    kind: fc.constantFrom(...kinds),
    pick: fc.nat(1_000),
    word: fc.constantFrom(...words),
  });
  return fc.array(command, { ...length, size: "max" });
}
