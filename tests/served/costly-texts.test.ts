import { describe, expect, it } from "vitest";
import { costlyTexts, longest } from "../support/costly-texts";
import { report } from "../support/report";
import { startCostlySite } from "./costly/site";

/** All texts at 4 kB; as long as they may be in `costly-texts.long.test.ts`. */
const site = startCostlySite();

describe("a text that is dear to render", { timeout: 60_000 }, () => {
  it("neither ends the server nor keeps others waiting at 4 kB", async () => {
    for (const text of costlyTexts) await site.publishAndOpen(text.name, text.ofLength(4_200));
  });

  const dearest = ['"* "', "a table that is wide and empty", "a list of lists of lists"];
  it.each(dearest)(
    "neither ends the server nor keeps others waiting, as long as the API takes it: %s",
    async (name) => {
      const text = costlyTexts.find((one) => one.name === name) ?? expect.fail(`there is no ${name}`);
      await site.publishAndOpen(name, longest(text));
    },
  );
});

it("is rendered once, however it is asked for", async () => {
  const url = await site.publish(
    longest({ name: "", ofLength: (length) => "Some **bold** words.\n\n".repeat(length / 22) }),
  );
  await site.open(url);
  const begun = performance.now();
  for (let index = 0; index < 3; index++) expect((await site.open(`${url}?z=${index}`)).status).toBe(200);
  report(`a text of 1 MB opened again: ${Math.round((performance.now() - begun) / 3)} ms`);
});
