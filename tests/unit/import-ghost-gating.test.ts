import { describe, expect, it } from "vitest";
import { contentOf } from "../../tools/import-ghost/content";
import { toArticle } from "../../tools/import-ghost/post";
import { postMetaSchema, postSchema } from "../../tools/import-ghost/schema";

const secret = "what the payers read";
const note = "a part that only members or readers of mails were to see was left out";
const meta = undefined;

const postOf = (fields: object) =>
  postSchema.parse({ id: "1", title: "Prices", slug: "prices", status: "published", ...fields });
const contentIn = (fields: object) =>
  contentOf(postOf(fields), meta, { address: undefined, slugs: new Map() });
const lexicalOf = (...children: object[]) => JSON.stringify({ root: { type: "root", children } });
const words = (text: string) => ({ type: "paragraph", children: [{ type: "extended-text", text }] });
const mobiledocOf = (name: string, payload: object) =>
  JSON.stringify({
    version: "0.3.1",
    cards: [[name, payload]],
    sections: [
      [1, "p", [[0, [], 0, "Open."]]],
      [10, 0],
    ],
  });
const block = (parameters: string, inner = `<p>${secret}</p>`) =>
  `<!--kg-gated-block:begin ${parameters} -->${inner}<!--kg-gated-block:end-->`;

describe("what not every visitor was to see", () => {
  it.each([
    ["a block for payers", block('nonMember:false memberSegment:"status:-free"')],
    ["a block for all members", block('nonMember:false memberSegment:"status:free,status:-free"')],
    ["a block for nobody", block('nonMember:false memberSegment:""')],
    ["a block that says nothing", block("")],
    ["other spaces and cases", block("  NONMEMBER:true").replace("<!--kg", "<!-- KG")],
    ["a comparison", block('nonMember:false memberSegment:"created_at:>2020"')],
    ["a public one in it", block("nonMember:false", `${secret}${block("nonMember:true")}${secret}`)],
    ["one in a public one", block("nonMember:true", block("nonMember:false"))],
    ["no end", `<!--kg-gated-block:begin nonMember:false --><p>${secret}</p>`],
    ["no end of the comment", `<!--kg-gated-block:begin nonMember:false <p>${secret}</p>`],
    ["a segment of readers of mails", `<div data-gh-segment="status:-free"><p>${secret}</p></div>`],
  ])("is left out of HTML: %s", (_, html) => {
    const { content, lost } = contentIn({ html: `<p>Open.</p>${html}` });
    expect(content).toBe("Open.");
    expect(lost.join()).toMatch(new RegExp(`^${note}`));
  });

  it.each([
    [
      "for payers",
      { web: { nonMember: false, memberSegment: "status:-free" }, email: { memberSegment: "" } },
    ],
    ["for mails alone", { web: { nonMember: false, memberSegment: "" }, email: { memberSegment: "x" } }],
    ["no word of visitors", { web: { memberSegment: "status:free,status:-free" } }],
    ["a word instead of yes", { web: { nonMember: "true" } }],
    ["the web as something else", { web: true, showOnWeb: true }],
    ["the older form", { showOnWeb: false, showOnEmail: true, segment: "" }],
    ["the older form with a segment", { showOnWeb: true, showOnEmail: true, segment: "status:-free" }],
    ["the oldest form", { emailOnly: true, segment: "" }],
    ["a name", "paid"],
    ["a list", [{ web: { nonMember: true } }]],
  ])("is left out as a card of both editors: %s", (_, visibility) => {
    const cards: [string, object][] = [
      ["html", { html: `<p>${secret}</p>` }],
      ["call-to-action", { textValue: secret }],
      ["markdown", { markdown: secret }],
      ["callout", { calloutText: secret }],
      ["image", { src: "https://img.example/a.png", caption: secret }],
      ["no-such-card", { text: secret }],
    ];
    for (const [type, payload] of cards) {
      const lexical = lexicalOf(words("Open."), { type, ...payload, visibility });
      for (const post of [{ lexical }, { mobiledoc: mobiledocOf(type, { ...payload, visibility }) }])
        expect(contentIn(post)).toEqual({ content: "Open.", lost: [note], hasPaywall: false });
    }
    const lexical = lexicalOf(words("Open."), { ...words(secret), visibility });
    expect(contentIn({ lexical }).content).toBe("Open.");
  });

  it.each(["email", "email-cta"])("is left out as the card %s", (type) => {
    for (const post of [
      { lexical: lexicalOf(words("Open."), { type, html: secret }) },
      { mobiledoc: mobiledocOf(type, { html: secret }) },
    ])
      expect(contentIn(post)).toMatchObject({ content: "Open.", lost: ["a card that only mails show"] });
  });

  it("is left out of a card that holds it itself", () => {
    const html = `<p>Open.</p>${block("nonMember:false")}`;
    const markdown = `Open.\n\n${block("nonMember:false", secret)}`;
    for (const [type, payload] of [
      ["html", { html }],
      ["markdown", { markdown }],
    ] as const) {
      expect(contentIn({ lexical: lexicalOf({ type, ...payload }) })).toMatchObject({
        content: "Open.",
        lost: [note],
      });
    }
    expect(contentIn({ markdown }).content).toBe("Open.");
  });
});

describe("what every visitor saw", () => {
  it("stays, whatever form says so", () => {
    for (const visibility of [
      undefined,
      null,
      {},
      "public",
      { web: { nonMember: true, memberSegment: "status:free,status:-free" }, email: { memberSegment: "" } },
      { web: { nonMember: true, memberSegment: "" } },
      { showOnWeb: true, showOnEmail: false, segment: "" },
      { emailOnly: false, segment: null },
    ]) {
      const lexical = lexicalOf({ type: "html", html: "Open.", visibility });
      expect(contentIn({ lexical })).toMatchObject({ content: "Open.", lost: [] });
    }
    const html = `${block("nonMember:true", "<p>A</p>")}<p>B</p><!--kg-gated-block:end--><p>C</p>`;
    expect(contentIn({ html })).toMatchObject({ content: "A\n\nB\n\nC", lost: [] });
  });
});

describe("a post is a draft, with a note,", () => {
  const read = (fields: object, more: object = {}) =>
    toArticle(
      { post: postOf(fields), meta: postMetaSchema.parse({ post_id: "1", ...more }), tags: [], authors: [] },
      { site: undefined },
    );
  const html = `<p>Open.</p><!--members-only--><p>${secret}</p>`;

  it.each([
    ["that members alone read", { visibility: "members" }, {}, "not for everybody (members)"],
    ["that payers alone read", { visibility: "paid" }, {}, "not for everybody (paid)"],
    ["that some tiers read", { visibility: "tiers" }, {}, "not for everybody (tiers)"],
    ["that a label reads", { visibility: "label:press" }, {}, "not for everybody (label:press)"],
    ["that went out by mail", { status: "sent" }, {}, "sent to subscribers"],
    ["that was to go out by mail alone", {}, { email_only: 1 }, "sent to subscribers"],
    ["that is to come", { status: "scheduled", published_at: "2099-01-01" }, {}, "to be published on 2099"],
    ["whose status isn't known", { status: "review" }, {}, 'its status "review" is not known'],
    ["of which a part is behind a paywall", { html }, {}, "a part of it was for members"],
    [
      "with a paywall among its cards",
      { html: null, lexical: lexicalOf(words("Open."), { type: "paywall" }, words(secret)) },
      {},
      "a part of it was for members",
    ],
  ])("%s", (_, fields, more, said) => {
    for (const type of ["post", "page"]) {
      const { status, notes } = read({ html: "<p>Open.</p>", type, ...fields }, more);
      expect(status).toBe("draft");
      expect(notes.join("\n")).toContain(said);
    }
  });
});
