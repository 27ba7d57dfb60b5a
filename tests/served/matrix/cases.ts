import { actionCases, pageCases } from "../../support/resources/collected";
import { expectedAction, expectedPage } from "../../support/resources/expected";
import { type PersonName, people } from "../../support/resources/people";

/** What is asked of a page or of a Server Action, and by whom. */
export interface Case {
  name: string;
  person: PersonName;
}

/** By their rights. */
const ladder: PersonName[] = ["viewer", "author", "editor", "admin"];

/** On each side of where the answer changes with the rights; and whoever has none. */
function isAtABound(person: PersonName, answerTo: (person: PersonName) => string): boolean {
  if (person === "signed out") return true;
  const index = ladder.indexOf(person);
  if (index < 0) return false;
  const isAlone = ladder.every((other) => answerTo(other) === answerTo(person));
  const neighbours = [ladder[index - 1], ladder[index + 1]].filter((one) => one !== undefined);
  return isAlone ? person === "admin" : neighbours.some((one) => answerTo(one) !== answerTo(person));
}

/** `quick`: those whose answers differ from their neighbours'. `other`: the rest. */
function parted<C extends Case>(cases: C[], isQuick: (one: C) => boolean): { quick: C[]; other: C[] } {
  return { quick: cases.filter(isQuick), other: cases.filter((one) => !isQuick(one)) };
}

const allActions = Object.entries(actionCases).flatMap(([name, expectation]) =>
  people.map((person) => ({ name, person, expectation })),
);

export const ownActions = parted(allActions, ({ person, expectation }) =>
  isAtABound(person, (one) => expectedAction(expectation, one)),
);

export const foreignActions = parted(
  allActions.filter(({ expectation: { owned } }) => owned),
  ({ person }) => person === "admin",
);

const allPages = Object.entries(pageCases).flatMap(([name, expectation]) =>
  people.map((person) => ({ name, person, expectation })),
);

export const ownPages = parted(allPages, ({ person, expectation }) =>
  isAtABound(person, (one) => expectedPage(expectation, one)),
);

export const foreignPages = parted(
  allPages.filter(
    ({ name, expectation: { audience, common } }) => name.includes("[") && audience !== "link" && !common,
  ),
  ({ person }) => person === "admin",
);

export const linkedPages = parted(
  allPages.filter(({ expectation: { audience } }) => audience === "link"),
  ({ person }) => person === "signed out" || person === "admin",
);
