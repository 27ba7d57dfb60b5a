import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actions, expectedAction, expectedForeignAction, ofSomebody } from "../isolation/matrix/actions";
import { type Ids, unknownId } from "../isolation/matrix/given";
import { makePerson, type Person, type PersonName, people } from "../isolation/matrix/people";
import { things } from "../isolation/matrix/things";
import { addMember, createTenant, type TestTenant } from "../support/factories";
import { report } from "../support/report";
import { startServed } from "../support/served";
import { askAction, builtActions } from "./ask";

const served = startServed();
let own: TestTenant;
let other: TestTenant;
let elsewhere: TestTenant;
let executed = 0;

beforeAll(async () => {
  own = await createTenant("Own");
  other = await createTenant("Other");
  elsewhere = await createTenant("Elsewhere");
});

afterAll(() => {
  report(
    `isolation matrix: ${Object.keys(actions).length} Server Actions × ${people.length} people × 3 ids, ${executed} requests`,
  );
});

const newPerson = (name: PersonName) => makePerson(name, { own, other, database: served.database });

async function make(name: string, tenant: TestTenant, person?: Person): Promise<Ids> {
  const member = person?.member ?? (await addMember(tenant.admin.context, "viewer"));
  return things[actions[name]?.given ?? "nothing"]({ tenant, member, elsewhere });
}

function send(name: string, ids: Ids, person: Person, headers?: Record<string, string>) {
  executed++;
  return askAction(served.url, { name, ids, form: actions[name]?.form(ids) ?? {} }, person, headers);
}

const cases = Object.entries(actions).flatMap(([name, expectation]) =>
  people.map((person) => ({ name, expectation, person })),
);

it("are the Server Actions that the build holds", () => {
  expect(Object.keys(builtActions()).sort()).toEqual(Object.keys(actions).sort());
});

describe("a Server Action about something of one's own", () => {
  it.each(cases)("$name answers $person as the table says", async ({ name, expectation, person }) => {
    const sender = await newPerson(person);
    const { answer } = await send(name, await make(name, own, sender), sender);
    expect(answer).toBe(expectedAction(expectation, person));
  });
});

describe("a Server Action about something of another organisation", () => {
  const about = cases.filter(({ expectation: { given } }) => ofSomebody.includes(given));

  it.each(about)("$name answers $person as about nothing", async ({ name, expectation, person }) => {
    const sender = await newPerson(person);
    const theirs = await make(name, other);
    const seen = await send(name, theirs, sender);
    expect(seen.answer).toBe(expectedForeignAction(expectation, person));
    if (seen.answer === "done") return;
    const unknown = name === "endSessionAction" ? "0".repeat(64) : unknownId;
    const nobodys = Object.fromEntries(Object.keys(theirs).map((id) => [id, unknown]));
    expect(seen).toEqual(await send(name, nobodys, sender));
    expect(seen.text).not.toContain("Secret");
  });
});

describe("a Server Action that another site sends", () => {
  it.each(Object.keys(actions))("%s is refused, with any Origin but ours and without one", async (name) => {
    const sender = await newPerson("admin");
    const ids = await make(name, own, sender);
    for (const origin of ["https://evil.example", "null", `${served.url}.evil.example`, ""]) {
      const { answer, status } = await send(name, ids, sender, { origin });
      // A foreign Origin is refused by Next already, a missing one by us.
      expect(
        ["cross_origin_request", "500 refused by the framework"],
        `from ${origin || "nowhere"}`,
      ).toContain(status === 500 ? "500 refused by the framework" : answer);
    }
  });
});
