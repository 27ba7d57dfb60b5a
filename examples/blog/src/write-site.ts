import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Masthead } from "../masthead.ts";
import { html } from "./html.ts";
import { type Article, loadBlog } from "./load.ts";
import { renderMarkdown } from "./markdown.ts";
import { articleList, indexFile, page, pager, wholeArticle } from "./pages.ts";

const articlesPerPage = 10;

/** Writes the whole site into a directory, whose former content is removed. */
export async function writeSite(api: Masthead, out: string): Promise<{ articles: number; pages: number }> {
  const { name, articles } = await loadBlog(api);
  const files = new Map([
    ...indexPages(name, articles),
    ...tagPages(name, articles),
    ...articlePages(name, articles),
  ]);
  await rm(out, { recursive: true, force: true });
  for (const folder of ["articles", "tags"]) await mkdir(path.join(out, folder), { recursive: true });
  for (const [file, text] of files) await writeFile(path.join(out, file), text);
  await copyFile(path.join(import.meta.dirname, "../style.css"), path.join(out, "style.css"));
  return { articles: articles.length, pages: files.size };
}

function indexPages(name: string, articles: Article[]): [string, string][] {
  const place = { name, up: "" } as const;
  const last = Math.max(1, Math.ceil(articles.length / articlesPerPage));
  return Array.from({ length: last }, (_, index) => {
    const part = articles.slice(index * articlesPerPage, (index + 1) * articlesPerPage);
    const main = html`<h1 class="unseen">Articles</h1>${articleList(place, part)}${pager(index + 1, last)}`;
    return [indexFile(index + 1), page(place, index === 0 ? {} : { title: `Page ${index + 1}` }, main)];
  });
}

function tagPages(name: string, articles: Article[]): [string, string][] {
  const place = { name, up: "../" } as const;
  const tags = new Map(articles.flatMap((article) => article.tags).map((tag) => [tag.slug, tag.name]));
  const sorted = [...tags].sort(([, one], [, other]) => one.localeCompare(other, "en"));
  const having = (wanted: string) =>
    articles.filter((article) => article.tags.some(({ slug }) => slug === wanted));
  const overview = html`<h1>Tags</h1>
<ul class="all-tags" role="list">${sorted.map(
    ([slug, tag]) =>
      html`<li><a href="${encodeURIComponent(slug)}.html">${tag}</a> ${having(slug).length}</li>`,
  )}</ul>`;
  return [
    ["tags/index.html", page(place, { title: "Tags" }, overview)],
    ...sorted.map(([slug, tag]): [string, string] => [
      `tags/${slug}.html`,
      page(place, { title: tag }, html`<h1>${tag}</h1>${articleList(place, having(slug))}`),
    ]),
  ];
}

function articlePages(name: string, articles: Article[]): [string, string][] {
  const place = { name, up: "../" } as const;
  return articles.map((article): [string, string] => {
    const main = wholeArticle(place, article, renderMarkdown(article.content));
    const head = { title: article.title, description: article.excerpt };
    return [`articles/${article.slug}.html`, page(place, head, main)];
  });
}
