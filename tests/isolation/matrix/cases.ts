import { type ActorName, actors } from "../../support/resources/actors";
import { operationCases } from "../../support/resources/collected";
import { expectedForeignStatus, expectedStatus, withoutCredential } from "../../support/resources/expected";
import { idsIn } from "../../support/resources/ids";
import type { OperationCase } from "../../support/resources/resource";

/** What is asked of an operation, and by whom. */
export interface Case {
  about: "one's own" | "another tenant's" | "another tenant's below one's own";
  operation: string;
  actor: ActorName;
}

const withCredential = actors.filter((actor) => !withoutCredential.includes(actor));

/** Whatever isn't a credential any more is found out before it matters which operation is asked: these few stand for all. */
const askedByAll = Object.keys(operationCases).filter((operation) =>
  / \/api\/v1\/(articles|articles\/\[id\]|me|openapi\.json)$/.test(operation),
);

const people: ActorName[] = ["viewer", "author", "editor", "admin"];
const keys: ActorName[] = ["publishable key", "viewer key", "author key", "editor key", "admin key"];

/** On each side of where the answer changes, with the rights; and whoever has none. */
function atTheBounds(statusOf: (actor: ActorName) => number): ActorName[] {
  const chosen = [people, keys].flatMap((ladder) => {
    const bounds = ladder.filter((actor, index) =>
      [ladder[index - 1], ladder[index + 1]].some((next) => next && statusOf(next) !== statusOf(actor)),
    );
    return bounds.length > 0 ? bounds : ladder.slice(-1);
  });
  return ["signed out", ...chosen];
}

/** Those who may most, among those to whom nothing is there. */
function mostPowerful(statusOf: (actor: ActorName) => number): ActorName[] {
  return [people, keys].flatMap((ladder) => ladder.filter((actor) => statusOf(actor) === 404).slice(-1));
}

function casesOf(operation: string, expectation: OperationCase, isQuick: boolean): Case[] {
  const known: ActorName[] = ["signed out", ...withCredential];
  const own = isQuick
    ? atTheBounds((actor) => expectedStatus(expectation, actor))
    : askedByAll.includes(operation)
      ? actors
      : known;
  const foreign = isQuick ? mostPowerful((actor) => expectedForeignStatus(expectation, actor)) : known;
  const ids = idsIn(operation).length;
  const of = (about: Case["about"], asking: readonly ActorName[]) =>
    asking.map((actor) => ({ about, operation, actor }));
  return [
    ...of("one's own", own),
    ...(ids > 0 ? of("another tenant's", foreign) : []),
    ...(ids > 1 ? of("another tenant's below one's own", foreign) : []),
  ];
}

const nameOf = ({ about, operation, actor }: Case) => `${operation} ${actor} ${about}`;
const all = (isQuick: boolean) =>
  Object.entries(operationCases).flatMap(([operation, expectation]) =>
    casesOf(operation, expectation, isQuick),
  );

/** Of each operation those whose answers differ from their neighbours'. */
export const quickCases = all(true);

const quick = new Set(quickCases.map(nameOf));

/** The rest of the matrix. */
export const otherCases = all(false).filter((one) => !quick.has(nameOf(one)));

/** Where row security holds alone, only what is another tenant's says anything new. */
export function isAboutTenants({ about, actor }: Case): boolean {
  return about !== "one's own" && withCredential.includes(actor);
}
