import { limits, TooCostlyError, weightOf } from "./bounds";
import { createParser } from "./parser";
import { sanitised } from "./sanitise";

const parser = createParser();

/**
 * Sanitised HTML of Markdown (CommonMark and GFM), in time and memory by the length of the text. Whatever the input, the
 * output holds no script and no style. It runs in a worker of the server and in one of the browser, and imports nothing
 * of either. Throws `TooCostlyError` if a limit is reached.
 */
export function renderToHtml(markdown: string): string {
  if (markdown.length > limits.input) throw new TooCostlyError("too long");
  const html = parser.render(markdown.toWellFormed(), {});
  if (html.length > 3 * limits.output) throw new TooCostlyError("the result is too long");
  const clean = sanitised(html);
  if (weightOf(clean) > limits.output) throw new TooCostlyError("the result is too long");
  return clean;
}
