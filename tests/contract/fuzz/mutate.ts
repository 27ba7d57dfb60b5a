import fc from "fast-check";
import { hostileJson, hostileName } from "./hostile";

/** Values with one thing wrong, somewhere: another value, one that is missing, or one too many. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    where: fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
    kind: fc.constantFrom<Kind>("replace", "replace", "remove", "add"),
    name: hostileName,
    value: hostileJson,
  });
  return fc.tuple(values, change).map(([value, { where, ...rest }]) => mutate(value, where, rest));
}

type Kind = "replace" | "remove" | "add";

interface Change {
  kind: Kind;
  name: string;
  value: unknown;
}

/** `where` says at each level which part to go into; the change is made where it, or the value, ends. */
function mutate(target: unknown, [first = 0, ...rest]: number[], change: Change): unknown {
  if (typeof target !== "object" || target === null) return change.value;
  const entries = Object.entries(target);
  const at = entries.length > 0 ? first % entries.length : 0;
  const changed =
    change.kind === "add" || entries.length === 0
      ? [...entries, [change.name, change.value]]
      : change.kind === "remove" && rest.length === 0
        ? entries.toSpliced(at, 1)
        : entries.with(at, [
            entries[at]?.[0] ?? "",
            rest.length > 0 ? mutate(entries[at]?.[1], rest, change) : change.value,
          ]);
  // An own property even where it is called __proto__.
  return Array.isArray(target) ? changed.map(([, value]) => value) : Object.fromEntries(changed);
}
