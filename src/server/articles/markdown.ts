import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { accessibleHtml } from "./accessible-html";

/**
 * GitHub's sanitising schema, further narrowed: no raw HTML gets this far (it is dropped by remark-rehype), ids are
 * prefixed, so that content can't stand in for the page's own elements, and links carry only safe protocols.
 */
const schema: typeof defaultSchema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"], src: ["http", "https"] },
};

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize, schema)
  .use(accessibleHtml)
  .use(rehypeStringify)
  .freeze();

/** Sanitised HTML of Markdown (CommonMark and GFM). Whatever the input, the output holds no script and no style. */
export async function renderMarkdown(markdown: string): Promise<string> {
  return String(await processor.process(markdown));
}
