import { reasonOf } from "../../src/bin/support/terminal";
import { ArticleError } from "../import/article-error";
import type { Conversion, Converted } from "./converter";
import { toArticle } from "./post";

/** One post after the other; whatever goes wrong with one is said, and the next may come. Ends with its parent. */
process.on("message", (conversion: Conversion) => {
  process.send?.(convert(conversion));
});

function convert({ entry, options }: Conversion): Converted {
  try {
    return { article: toArticle(entry, options) };
  } catch (error) {
    if (error instanceof ArticleError) return { refused: error.message };
    return { refused: `its content can't be converted: ${reasonOf(error)}` };
  }
}
