import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember, createTenant, type TestTenant } from "../../support/factories";
import { report } from "../../support/report";
import { actionCases } from "../../support/resources/collected";
import { expectedAction, expectedForeignAction } from "../../support/resources/expected";
import { type Ids, unknownId } from "../../support/resources/ids";
import { makeFixture } from "../../support/resources/make";
import { makePerson, type Person, type PersonName } from "../../support/resources/people";
import { type Served, startServed } from "../../support/served";
import { askAction } from "../ask";
import type { foreignActions, ownActions } from "./cases";

interface Sending {
  headers?: Record<string, string>;
  madeFor?: string | null;
}

/** Two organisations, and people who send forms to the built program. */
export interface ActionsWorld {
  served: Served;
  /** There from beforeAll on, as is `other`. */
  readonly own: TestTenant;
  readonly other: TestTenant;
  newPerson(name: PersonName): Promise<Person>;
  /** Makes what an action is about. */
  make(name: string, tenant: TestTenant, person?: Person): Promise<Ids>;
  send(name: string, ids: Ids, person: Person, options?: Sending): ReturnType<typeof askAction>;
}

/** Call it at the top of a test file. */
export function startActionsWorld(): ActionsWorld {
  // Its own, since it is looked at whether anything at all has changed.
  const served = startServed({ own: true });
  let tenants: { own: TestTenant; other: TestTenant; elsewhere: TestTenant } | undefined;
  let executed = 0;
  const there = () => tenants ?? expect.fail("the organisations are there from beforeAll on");

  beforeAll(async () => {
    tenants = {
      own: await createTenant("Own"),
      other: await createTenant("Other"),
      elsewhere: await createTenant("Elsewhere"),
    };
  });

  afterAll(() =>
    report(`isolation matrix: ${Object.keys(actionCases).length} Server Actions, ${executed} requests`),
  );

  return {
    served,
    get own() {
      return there().own;
    },
    get other() {
      return there().other;
    },
    newPerson: (name) => makePerson(name, { ...there(), database: served.database }),
    async make(name, tenant, person) {
      const member = person?.member ?? (await addMember(tenant.admin.context, "viewer"));
      return makeFixture(actionCases[name] ?? {}, { tenant, member, elsewhere: there().elsewhere });
    },
    send(name, ids, person, { headers, madeFor } = {}) {
      executed++;
      const form = actionCases[name]?.form(ids) ?? {};
      return askAction(served.url, { name, ids, form, madeFor }, person, headers);
    },
  };
}

/** Makes tests of cases. Call it at the top of a test file. */
export function executeActions(
  world: ActionsWorld,
  cases: { own: typeof ownActions.quick; foreign: typeof foreignActions.quick },
): void {
  const { newPerson, make, send } = world;

  describe("a Server Action about something of one's own", () => {
    it.each(cases.own)("$name answers $person as its case says", async ({ name, expectation, person }) => {
      const sender = await newPerson(person);
      const { answer } = await send(name, await make(name, world.own, sender), sender);
      expect(answer).toBe(expectedAction(expectation, person));
    });
  });

  describe("a Server Action about something of another organisation", () => {
    it.each(cases.foreign)(
      "$name answers $person as about nothing",
      async ({ name, expectation, person }) => {
        const sender = await newPerson(person);
        const theirs = await make(name, world.other);
        const seen = await send(name, theirs, sender);
        expect(seen.answer).toBe(expectedForeignAction(expectation, person));
        if (seen.answer === "done") return;
        const unknown = name === "endSessionAction" ? "0".repeat(64) : unknownId;
        const nobodys = Object.fromEntries(Object.keys(theirs).map((id) => [id, unknown]));
        expect(seen).toEqual(await send(name, nobodys, sender));
        expect(seen.text).not.toContain("Secret");
      },
    );
  });
}
