import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  actions,
  expectedAction,
  expectedForeignAction,
  isBoundToPage,
  ofSomebody,
} from "../isolation/matrix/actions";
import { type Ids, unknownId } from "../isolation/matrix/given";
import { makePerson, type Person, type PersonName, people } from "../isolation/matrix/people";
import { things } from "../isolation/matrix/things";
import { addMember, createTenant, type TestTenant } from "../support/factories";
import { report } from "../support/report";
import { startServed } from "../support/served";
import { askAction, builtActions, pageOf } from "./ask";
import { fingerprint } from "./fingerprint";

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

function send(
  name: string,
  ids: Ids,
  person: Person,
  { headers, madeFor }: { headers?: Record<string, string>; madeFor?: string | null } = {},
) {
  executed++;
  return askAction(served.url, { name, ids, form: actions[name]?.form(ids) ?? {}, madeFor }, person, headers);
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

describe("a Server Action from a page that was made for another organisation", () => {
  const bound = Object.entries(actions).flatMap(([name, expectation]) =>
    isBoundToPage(expectation) ? [name] : [],
  );
  const others = (sender: Person) => [
    `${other.id}/${sender.member?.userId}`,
    `${own.id}/${own.viewer.userId}`,
    own.id,
    `/${sender.member?.userId}`,
    "",
    null,
  ];

  it.each(bound)("%s is refused, and nothing is changed", async (name) => {
    const sender = await newPerson("admin in both");
    const ids = await make(name, own, sender);
    const before = await fingerprint(served.database);
    for (const madeFor of others(sender)) {
      const { answer, text } = await send(name, ids, sender, { madeFor });
      expect([madeFor, answer]).toEqual([madeFor, "other page"]);
      expect(text).toContain(own.admin.context.tenantName);
    }
    expect(await fingerprint(served.database)).toEqual(before);
    expect((await send(name, ids, sender, { madeFor: pageOf(sender) })).answer).toBe("done");
  });

  it("names both organisations to a member of both, and only one's own to others", async () => {
    const both = await send("createArticleAction", {}, await newPerson("admin in both"), {
      madeFor: `${other.id}/${(await newPerson("viewer")).member?.userId}`,
    });
    expect(both.text).toContain("opened by somebody else");
    const sender = await newPerson("admin in both");
    const madeFor = `${other.id}/${sender.member?.userId}`;
    const named = await send("createArticleAction", {}, sender, { madeFor });
    expect(named.text).toMatch(/this page is of “Other”, and you have switched to “Own”/);
    const stranger = await newPerson("admin");
    const foreign = `${other.id}/${stranger.member?.userId}`;
    expect((await send("createArticleAction", {}, stranger, { madeFor: foreign })).text).not.toContain(
      "Other",
    );
  });

  it("switches from a page of any organisation", async () => {
    const sender = await newPerson("admin in both");
    const madeFor = `${other.id}/${sender.member?.userId}`;
    expect((await send("switchAction", { tenantId: own.id }, sender, { madeFor })).answer).toBe("done");
  });
});

describe("a Server Action that another site sends", () => {
  it.each(Object.keys(actions))("%s is refused, with any Origin but ours and without one", async (name) => {
    const sender = await newPerson("admin");
    const ids = await make(name, own, sender);
    for (const origin of ["https://evil.example", "null", `${served.url}.evil.example`, ""]) {
      const { answer, status, text } = await send(name, ids, sender, { headers: { origin } });
      // A foreign Origin is refused by the gate already, a missing one by the action.
      if (origin === "") expect(answer).toBe("cross_origin_request");
      else expect([status, text], `from ${origin}`).toEqual([403, expect.stringContaining(served.url)]);
    }
  });
});

it("a form works behind a proxy that passes another Host on, since APP_URL says what is ours", async () => {
  const sender = await newPerson("editor");
  const ids = await make("changeNameAction", own, sender);
  const passed: Record<string, string>[] = [
    { host: "127.0.0.1:3000" },
    { "x-forwarded-host": "proxy.internal" },
  ];
  for (const headers of passed) {
    const { answer } = await send("changeNameAction", ids, sender, { headers });
    expect(answer).toBe("done");
  }
});

it("whoever comes with two sessions is nobody, on every way", async () => {
  const [one, another] = [await newPerson("editor"), await newPerson("admin")];
  const cookie = `masthead_session=${one.session}; masthead_session=${another.session}`;
  const { status } = await send("changeNameAction", {}, one, { headers: { cookie } });
  expect(status).toBe(400);
  for (const path of ["/dashboard", "/login", "/api/v1/me"]) {
    const answer = await fetch(served.url + path, { redirect: "manual", headers: { cookie } });
    expect([path, answer.status]).toEqual([path, 400]);
    expect(await answer.text()).toContain("Two session cookies");
  }
});
