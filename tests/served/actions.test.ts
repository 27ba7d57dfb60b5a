import { describe, expect, it } from "vitest";
import { actionCases } from "../support/resources/collected";
import { isBoundToPage } from "../support/resources/expected";
import type { Person } from "../support/resources/people";
import { builtActions, pageOf } from "./ask";
import { fingerprint } from "./fingerprint";
import { executeActions, startActionsWorld } from "./matrix/actions";
import { foreignActions, ownActions } from "./matrix/cases";

const world = startActionsWorld();
const { served, newPerson, make, send } = world;

executeActions(world, { own: ownActions.quick, foreign: foreignActions.quick });

it("are the Server Actions that the build holds", () => {
  expect(Object.keys(builtActions()).sort()).toEqual(Object.keys(actionCases).sort());
});

describe("a Server Action from a page that was made for another organisation", () => {
  const bound = Object.entries(actionCases).flatMap(([name, expectation]) =>
    isBoundToPage(expectation) ? [name] : [],
  );
  const others = (sender: Person) => [
    `${world.other.id}/${sender.member?.userId}`,
    `${world.own.id}/${world.own.viewer.userId}`,
    world.own.id,
    `/${sender.member?.userId}`,
    "",
    null,
  ];

  it.each(bound)("%s is refused, and nothing is changed", async (name) => {
    const sender = await newPerson("admin in both");
    const ids = await make(name, world.own, sender);
    const before = await fingerprint(served.database);
    for (const madeFor of others(sender)) {
      const { answer, text } = await send(name, ids, sender, { madeFor });
      expect([madeFor, answer]).toEqual([madeFor, "other page"]);
      expect(text).toContain(world.own.admin.context.tenantName);
    }
    expect(await fingerprint(served.database)).toEqual(before);
    expect((await send(name, ids, sender, { madeFor: pageOf(sender) })).answer).toBe("done");
  });

  it("names both organisations to a member of both, and only one's own to others", async () => {
    const both = await send("createArticleAction", {}, await newPerson("admin in both"), {
      madeFor: `${world.other.id}/${(await newPerson("viewer")).member?.userId}`,
    });
    expect(both.text).toContain("opened by somebody else");
    const sender = await newPerson("admin in both");
    const madeFor = `${world.other.id}/${sender.member?.userId}`;
    const named = await send("createArticleAction", {}, sender, { madeFor });
    expect(named.text).toMatch(/this page is of “Other”, and you have switched to “Own”/);
    const stranger = await newPerson("admin");
    const foreign = `${world.other.id}/${stranger.member?.userId}`;
    expect((await send("createArticleAction", {}, stranger, { madeFor: foreign })).text).not.toContain(
      "Other",
    );
  });

  it("switches from a page of any organisation", async () => {
    const sender = await newPerson("admin in both");
    const madeFor = `${world.other.id}/${sender.member?.userId}`;
    expect((await send("switchAction", { tenantId: world.own.id }, sender, { madeFor })).answer).toBe("done");
  });
});

describe("a Server Action that another site sends", () => {
  it.each(Object.keys(actionCases))(
    "%s is refused, with any Origin but ours and without one",
    async (name) => {
      const sender = await newPerson("admin");
      const ids = await make(name, world.own, sender);
      for (const origin of ["https://evil.example", "null", `${served.url}.evil.example`, ""]) {
        const { answer, status, text } = await send(name, ids, sender, { headers: { origin } });
        // A foreign Origin is refused by the middleware already, a missing one by the action.
        if (origin === "") expect(answer).toBe("cross_origin_request");
        else expect([status, text], `from ${origin}`).toEqual([403, expect.stringContaining(served.url)]);
      }
    },
  );
});

it("a form works behind a proxy that passes another Host on, since APP_URL says what is ours", async () => {
  const sender = await newPerson("editor");
  const ids = await make("changeNameAction", world.own, sender);
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
