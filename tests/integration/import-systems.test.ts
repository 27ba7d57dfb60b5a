import { describe, expect, it } from "vitest";
import type { ExportedArticle } from "@/server/export/schema";
import { reportLines } from "../../tools/import/report";
import { importMarkdown } from "../../tools/import-markdown/run";
import { callJson } from "../support/api";
import { createTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();

async function imported(system: string) {
  const tenant = await createTenant(`From ${system}`);
  const api = { url: server.url, key: tenant.secretKeys.editor, waitMinMs: 1 };
  const result = await importMarkdown({ directory: `tests/fixtures/${system}`, api });
  const { body } = await callJson("GET", "/api/v1/export/articles?format=json", {
    key: tenant.secretKeys.admin,
  });
  const articles: ExportedArticle[] = body.articles;
  return { result, articles, report: reportLines(result).join("\n") };
}

interface System {
  articles: Record<string, string>;
  report: string[];
}

const systems: Record<string, System> = {
  hugo: {
    articles: {
      storm: "published 2016-07-09",
      quay: "published 2016-08-01",
      unfinished: "draft null",
      tomorrow: "draft null",
      bygone: "draft null",
    },
    report: ["_index.md: begins with an underscore", "a Hugo shortcode", "expiryDate", "publishDate"],
  },
  jekyll: {
    articles: {
      "first-swim": "published 2016-07-09",
      hidden: "draft 2017-01-02",
      "far-out": "published 2018-03-04",
      about: "published today",
    },
    report: ["_drafts/: begins with an underscore", "a template tag {% %}", 'its published is "false"'],
  },
  docusaurus: {
    articles: {
      intro: "published today",
      setup: "published today",
      hidden: "draft null",
      welcome: "published 2021-08-26",
    },
    report: ["_partial.mdx: begins with an underscore", "an admonition", "sidebar_position", "unlisted"],
  },
  obsidian: {
    articles: {
      "notes-old-pier": "published today",
      "notes-low-tide": "published today",
      "notes-diary": "draft null",
      "notes-plain": "published today",
    },
    report: ["pier.png: is no file of Markdown", "an embedded note", "a callout", 'its publish is "false"'],
  },
};

describe.each(Object.entries(systems))("a folder of %s", (system, expected) => {
  it("becomes articles; what isn't for everybody doesn't become public", async () => {
    const { result, articles, report } = await imported(system);
    expect(result).toMatchObject({ refused: [], ended: undefined });
    const started = new Date().toISOString().slice(0, 10);
    const dayOf = ({ publishedAt }: ExportedArticle) => {
      const day = String(publishedAt).slice(0, 10);
      return day >= started && day !== "null" ? "today" : day;
    };
    const states = articles.map((article) => [article.slug, `${article.status} ${dayOf(article)}`]);
    expect(Object.fromEntries(states)).toEqual(expected.articles);
    const open = articles.filter(({ status }) => status === "published");
    expect(open.filter(({ content, title }) => `${title} ${content}`.includes("SECRET"))).toEqual([]);
    for (const line of expected.report) expect(report).toContain(line);
  });
});
