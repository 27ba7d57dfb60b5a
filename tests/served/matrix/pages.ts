import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../../support/factories";
import { report } from "../../support/report";
import { pageCases } from "../../support/resources/collected";
import { expectedForeignPage, expectedPage } from "../../support/resources/expected";
import { type Ids, idsIn } from "../../support/resources/ids";
import { makeFixture, ownerIn } from "../../support/resources/make";
import { makePerson, type Person, type PersonName, people } from "../../support/resources/people";
import { startServed } from "../../support/served";
import { askPage } from "../ask";
import type { foreignPages, linkedPages, ownPages } from "./cases";

/** Makes tests of cases. Call it at the top of a test file. */
export function executePages(cases: {
  own: typeof ownPages.quick;
  foreign: typeof foreignPages.quick;
  linked: typeof linkedPages.quick;
}): void {
  const served = startServed();
  let own: TestTenant;
  let other: TestTenant;
  const persons = new Map<PersonName, Person>();
  let executed = 0;

  beforeAll(async () => {
    own = await createTenant("Own");
    other = await createTenant("Other");
    for (const name of people)
      persons.set(name, await makePerson(name, { own, other, database: served.database }));
  });

  afterAll(() => {
    report(`isolation matrix: ${Object.keys(pageCases).length} pages, ${executed} requests`);
  });

  function ask(path: string, ids: Ids, person: PersonName) {
    executed++;
    return askPage(served.url, path, ids, persons.get(person) ?? {});
  }

  describe("a page about something of one's own", () => {
    it.each(cases.own)(
      "$name answers $person as its case says",
      async ({ name: path, expectation, person }) => {
        const ids = await makeFixture(expectation, ownerIn(own));
        expect((await ask(path, ids, person)).answer).toBe(expectedPage(expectation, person));
      },
    );
  });

  describe("a page about something of another organisation", () => {
    it.each(cases.foreign)(
      "$name answers $person as about nothing",
      async ({ name: path, expectation, person }) => {
        const foreign = await makeFixture(expectation, ownerIn(other));
        // A site is open to everybody; what is another's is the page below it.
        const theirs =
          path === "/p/[tenant]"
            ? { tenant: "not-there" }
            : { ...foreign, ...(foreign.tenant && { tenant: own.slug }) };
        const seen = await ask(path, theirs, person);
        const last = idsIn(path).at(-1) ?? "";
        const nobodys = {
          ...theirs,
          [last]: last === "id" ? "01890000-0000-7000-8000-000000000000" : "nothing-of-the-kind",
        };
        expect(seen).toEqual(await ask(path, nobodys, person));
        expect(seen.answer).toBe(expectedForeignPage(expectation, person));
        expect(seen.text).not.toContain("Secret");
      },
    );
  });

  describe("a page behind a link that nobody was sent", () => {
    it.each(cases.linked)(
      "$name says to $person that it is gone",
      async ({ name: path, expectation, person }) => {
        expect((await ask(path, { token: "a".repeat(43) }, person)).answer).toBe(
          expectedForeignPage(expectation, person),
        );
      },
    );
  });
}
