import { type Html, html } from "./html.ts";
import type { Article } from "./load.ts";

/** Where a page lies, seen from the top: its links go up as many folders as it is deep, so the site works anywhere. */
export interface Place {
  name: string;
  up: "" | "../";
}

const dates = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

export function page(
  { name, up }: Place,
  { title, description }: { title?: string; description?: string },
  main: Html,
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title ? `${title} · ${name}` : name}</title>
${description ? html`<meta name="description" content="${description}">` : undefined}
<link rel="stylesheet" href="${up}style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="site"><a class="site-name" href="${up}index.html">${name}</a></header>
<main id="content" tabindex="-1">
${main}
</main>
<footer class="site">
<nav aria-label="Site"><a href="${up}index.html">All articles</a> <a href="${up}tags/index.html">Tags</a></nav>
</footer>
</body>
</html>
`.text;
}

/** A list of articles, the newest one larger. */
export function articleList({ up }: Place, articles: readonly Article[]): Html {
  if (articles.length === 0) return html`<p class="empty">Nothing has been published yet.</p>`;
  return html`<ol class="articles" role="list">${articles.map(
    (article) => html`
<li><article>
${byline(article)}
<h2><a href="${up}articles/${encodeURIComponent(article.slug)}.html">${article.title}</a></h2>
<p>${article.excerpt}</p>
${tagList(up, article)}
</article></li>`,
  )}
</ol>`;
}

export function wholeArticle({ up }: Place, article: Article, content: Html): Html {
  return html`<article class="whole">
<header>
${byline(article)}
<h1>${article.title}</h1>
</header>
<div class="prose">
${content}
</div>
${tagList(up, article)}
</article>`;
}

export function pager(current: number, last: number): Html | undefined {
  if (last === 1) return undefined;
  return html`<nav class="pager" aria-label="Pages">
${current > 1 ? html`<a rel="prev" href="${indexFile(current - 1)}">Newer</a>` : html`<span></span>`}
<span>Page ${current} of ${last}</span>
${current < last ? html`<a rel="next" href="${indexFile(current + 1)}">Older</a>` : html`<span></span>`}
</nav>`;
}

export function indexFile(number: number): string {
  return number === 1 ? "index.html" : `page-${number}.html`;
}

function byline({ author, publishedAt }: Article): Html {
  return html`<p class="byline"><time datetime="${publishedAt.toISOString()}">${dates.format(publishedAt)}</time> · ${author}</p>`;
}

function tagList(up: string, { tags }: Article): Html | undefined {
  if (tags.length === 0) return undefined;
  return html`<ul class="tags" role="list" aria-label="Tags">${tags.map(
    ({ slug, name }) => html`<li><a href="${up}tags/${encodeURIComponent(slug)}.html">${name}</a></li>`,
  )}</ul>`;
}
