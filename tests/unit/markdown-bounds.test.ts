import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { limits, TooCostlyError } from "@/markdown/bounds";
import { plainHtml } from "@/markdown/plain";
import { renderToHtml } from "@/markdown/render";
import { excerptOf } from "@/server/articles/excerpt";
import { FairQueue } from "@/server/texts/fair-queue";
import { TextPool } from "@/server/texts/pool";
import { RenderedTexts } from "@/server/texts/rendered-texts";
import { costlyTexts } from "../support/costly-texts";

/** Milliseconds of one run, or undefined if a limit ended it. */
function timeOf(work: () => unknown): number | undefined {
  const begun = performance.now();
  try {
    work();
  } catch (error) {
    if (!(error instanceof TooCostlyError)) throw error;
    return undefined;
  }
  return performance.now() - begun;
}

describe("rendering", { timeout: 60_000 }, () => {
  it.each(costlyTexts.map((text) => [text.name, text] as const))(
    "takes time by the length: %s",
    (_, text) => {
      const [short, long] = [text.ofLength(8_000), text.ofLength(64_000)];
      timeOf(() => renderToHtml(short)); // compiles what is used
      const times = [short, long].map((markdown) => timeOf(() => renderToHtml(markdown)));
      const [ofShort, ofLong] = times;
      if (ofShort === undefined || ofLong === undefined) return;
      // Eight times the text; by the square it would be 64 times. The constant is for what else the machine does.
      expect(ofLong).toBeLessThan(24 * ofShort + 1_000);
    },
  );

  it.each(costlyTexts.map((text) => [text.name, text] as const))(
    "of an excerpt reads a bounded part: %s",
    (_, text) => {
      const begun = performance.now();
      expect(excerptOf(text.ofLength(1_000_000)).length).toBeLessThanOrEqual(240);
      expect(performance.now() - begun).toBeLessThan(1_000);
    },
  );

  it("shows what is nested too deep as text, and loses no word", () => {
    for (const unit of ["> ", "* ", "1. ", "<div>", "<b>"]) {
      const html = renderToHtml(`${unit.repeat(1_500)}harbour`);
      expect(html).toContain("harbour");
      for (const tag of ["blockquote", "li", "div", "b"])
        expect(html.split(`<${tag}>`).length - 1).toBeLessThanOrEqual(limits.htmlDepth);
    }
  });

  it("ends by the number of parts, before memory does", () => {
    expect(() => renderToHtml("- a\n".repeat(250_000))).toThrow(TooCostlyError);
  });
});

describe("a text as it was typed", () => {
  it("holds no tag and no reference but its own", async () => {
    const html = await plainHtml("<script>a&lt;b</script>\n1 < 2 & 3 <", setImmediate);
    expect(html).toBe(
      '<div class="plain-text" dir="auto">&lt;script>a&amp;lt;b&lt;/script>\n1 < 2 & 3 &lt;</div>',
    );
  });

  it("is escaped where its parts meet, too", async () => {
    const html = await plainHtml(`${"x".repeat(32_767)}<img src=x onerror=a>`, setImmediate);
    expect(html).not.toContain("<img");
  });
});

describe("the threads", () => {
  it("end with what takes too long, and nobody else notices", async () => {
    const pool = new TextPool({ timeMs: 1 });
    expect((await pool.run("one", "render", { markdown: "![".repeat(300_000) })).kind).toBe("too_costly");
    const patient = new TextPool();
    const [costly, other] = await Promise.all([
      patient.run("one", "render", { markdown: "- a\n".repeat(250_000) }),
      patient.run("other", "render", { markdown: "*a*" }),
    ]);
    expect([costly.kind, other]).toEqual(["too_costly", { kind: "done", value: "<p><em>a</em></p>\n" }]);
  });

  it("survive what fills their memory", async () => {
    const pool = new TextPool({ heapMiB: 20 });
    expect((await pool.run("one", "render", { markdown: "# a\n".repeat(60_000) })).kind).toBe("too_costly");
    expect((await pool.run("one", "render", { markdown: "a" })).kind).toBe("done");
  });

  it("refuse what would wait too long", async () => {
    const pool = new TextPool({ waiting: { all: 5, owner: 2 } });
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => pool.run("one", "render", { markdown: "a" })),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...Array.from({ length: 3 }, () => "done"),
      ...Array.from({ length: 3 }, () => "unavailable"),
    ]);
  });

  it("take turns by owner", () => {
    const queue = new FairQueue<number>({ all: 10, owner: 5 });
    for (const [owner, item] of [
      ["a", 1],
      ["a", 2],
      ["a", 3],
      ["b", 4],
    ] as const)
      queue.add(owner, item);
    const order = Array.from({ length: 4 }, () => queue.take(() => true)?.item);
    expect(order).toEqual([1, 4, 2, 3]);
  });
});

describe("what is kept of rendered texts", () => {
  const value = (length: number) => ({ html: "x".repeat(length), isFinal: true });

  it("is made once, also when it is asked for at the same time", async () => {
    const texts = new RenderedTexts<{ html: string }>(({ html }) => html.length);
    let made = 0;
    const load = async () => {
      made++;
      return value(10);
    };
    await Promise.all([texts.read("t", "h", load), texts.read("t", "h", load)]);
    await texts.read("t", "h", load);
    expect(made).toBe(1);
    await texts.read("u", "h", load);
    expect(made).toBe(2);
  });

  it("is bounded, and who has most gives way", async () => {
    const texts = new RenderedTexts<{ html: string }>(({ html }) => html.length, 10_000);
    await texts.read("small", "h", async () => value(1_000));
    for (let index = 0; index < 30; index++) await texts.read("large", `${index}`, async () => value(1_000));
    expect(texts.size).toBeLessThanOrEqual(10_000);
    let isAskedAgain = false;
    await texts.read("small", "h", async () => {
      isAskedAgain = true;
      return value(1);
    });
    expect(isAskedAgain).toBe(false);
  });
});
