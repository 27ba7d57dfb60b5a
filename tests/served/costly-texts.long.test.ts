import { describe, it } from "vitest";
import { costlyTexts, longest } from "../support/costly-texts";
import { startCostlySite } from "./costly/site";

const site = startCostlySite();

describe("a text that is dear to render", { timeout: 60_000 }, () => {
  it.each(costlyTexts.map((text) => [text.name, text] as const))(
    "neither ends the server nor keeps others waiting, as long as the API takes it: %s",
    (name, text) => site.publishAndOpen(name, longest(text)),
  );
});
