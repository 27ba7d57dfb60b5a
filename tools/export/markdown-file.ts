import type { ExportedArticle } from "../../src/server/export/schema";

/**
 * An article as a Markdown file: what isn't content is YAML front matter, the content follows byte for byte. JSON is
 * YAML, so its strings and lists need no rules of our own about what must be quoted.
 */
export function markdownFileOf(article: ExportedArticle): string {
  const { title, publishedAt, publishAt, unpublishAt, status, tags, author, createdAt, updatedAt, content } =
    article;
  const lines = {
    title,
    ...(publishedAt === null ? {} : { date: publishedAt }),
    status,
    // As Hugo calls them; no importer publishes what has the one in the future, or the other in the past.
    ...(publishAt ? { publishDate: publishAt } : {}),
    ...(unpublishAt ? { expiryDate: unpublishAt } : {}),
    ...(tags.length === 0 ? {} : { tags: tags.map(({ name }) => name) }),
    author: author.name,
    created: createdAt,
    updated: updatedAt,
  };
  const yaml = Object.entries(lines).map(([name, value]) => `${name}: ${yamlOf(value)}\n`);
  return `---\n${yaml.join("")}---\n${content}`;
}

/** JSON leaves a few characters as they are that YAML doesn't call printable. */
function yamlOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
