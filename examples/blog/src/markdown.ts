import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { Html } from "./html.ts";

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  // Raw HTML in the Markdown is dropped here; what is left is sanitised against a list of what is allowed.
  .use(remarkRehype)
  .use(rehypeSanitize)
  .use(rehypeStringify)
  .freeze();

/** An article's Markdown as HTML without script or style, whatever it holds. */
export async function renderMarkdown(markdown: string): Promise<Html> {
  return new Html(String(await processor.process(markdown)));
}
