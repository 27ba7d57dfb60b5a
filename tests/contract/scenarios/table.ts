import type { DescribedOperation } from "../checks/description";
import { apiKeys } from "./api-keys";
import { articles } from "./articles";
import { genericScenario } from "./generic";
import { people } from "./people";
import { revisions } from "./revisions";
import type { Scenario, Scenarios } from "./scenario";
import { tags } from "./tags";

/** What operations answer beyond what all do, one file for a section. */
export const specific: Scenarios = { ...articles, ...revisions, ...people, ...apiKeys, ...tags };

/** The scenario that makes an operation give this answer. Throws, with words for whoever added it, if there is none. */
export function scenarioOf({ id }: DescribedOperation, outcome: string): Scenario {
  const scenario = specific[id]?.[outcome] ?? genericScenario(outcome);
  if (scenario) return scenario;
  throw new Error(
    `nothing makes ${id} answer "${outcome}", which its description promises: add a scenario to ` +
      "tests/contract/scenarios, or take the code out of the operation's `errors` if it can't happen",
  );
}
