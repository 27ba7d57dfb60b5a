import { z } from "zod";
import { ArticleError } from "../import/article-error";
import { type CardContext, cardHtml, isCard, type Payload } from "./cards";
import { isForEverybody } from "./gating";
import { codeBlock, element, escapeHtml } from "./html";

interface LexicalNode extends Payload {
  type: string;
  children?: LexicalNode[] | undefined;
}

const nodeSchema: z.ZodType<LexicalNode> = z.looseObject({
  type: z.string(),
  get children() {
    return z.array(nodeSchema).optional();
  },
});
const documentSchema = z.looseObject({ root: nodeSchema });

/**
 * Lexical is what Ghost's editor has kept since version 5.40. Its nodes as HTML. Throws ArticleError for what is none of it.
 */
export function lexicalToHtml(lexical: string, context: CardContext): string {
  const parsed = documentSchema.safeParse(parse(lexical));
  if (!parsed.success) throw new ArticleError("its Lexical content is broken, and there is no HTML of it");
  return childrenHtml(parsed.data.root, context);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const childrenHtml = (node: LexicalNode, context: CardContext): string =>
  (node.children ?? []).map((child) => nodeHtml(child, context)).join("");

function nodeHtml(node: LexicalNode, context: CardContext): string {
  const type = node.type.replace(/^extended-/, "");
  if (!isForEverybody(node.visibility)) return cardHtml(type, node, context);
  switch (type) {
    case "text":
    case "code-highlight":
    case "tk":
      return textHtml(node);
    case "linebreak":
      return "<br>";
    case "tab":
      return " ";
    case "paragraph":
      return element("p", {}, childrenHtml(node, context));
    case "heading":
      return element(
        /^h[1-6]$/.test(String(node.tag)) ? String(node.tag) : "h2",
        {},
        childrenHtml(node, context),
      );
    case "quote":
    case "aside":
      return element("blockquote", {}, childrenHtml(node, context));
    case "list":
      return listHtml(node, context);
    case "link":
    case "autolink":
    case "at-link":
      return element(
        "a",
        { href: String(node.url ?? ""), title: titleOf(node) },
        childrenHtml(node, context),
      );
    case "code":
      return codeBlock(plainText(node), String(node.language ?? ""));
    default:
      return otherHtml({ ...node, type }, context);
  }
}

/** Our own `codeblock` card has its code as text; Lexical's `code` node above has children. */
function otherHtml(node: LexicalNode, context: CardContext): string {
  if (isCard(node.type) || !node.children) return cardHtml(node.type, node, context);
  context.findings.add(`the formatting of a part of the unknown kind "${node.type}"`);
  return element("div", {}, childrenHtml(node, context));
}

/** Bits of a text's format, outermost first. Others, such as underline, Markdown has nothing for. */
const formats: [bit: number, tag: string][] = [
  [1, "strong"],
  [2, "em"],
  [4, "s"],
  [32, "sub"],
  [64, "sup"],
  [16, "code"],
];

function textHtml(node: LexicalNode): string {
  const format = typeof node.format === "number" ? node.format : 0;
  const text = escapeHtml(String(node.text ?? ""));
  return formats.reduceRight((html, [bit, tag]) => (format & bit ? element(tag, {}, html) : html), text);
}

/** A list in a list is an item of its own here; in HTML it belongs to the item before. */
function listHtml(node: LexicalNode, context: CardContext): string {
  const items: string[] = [];
  for (const item of node.children ?? []) {
    const html = itemHtml(item, node.listType === "check", context);
    const isNested = item.children?.length === 1 && item.children[0]?.type === "list";
    if (isNested && items.length > 0) items.push((items.pop() ?? "") + html);
    else items.push(html);
  }
  const start = typeof node.start === "number" && node.start !== 1 ? String(node.start) : undefined;
  const tag = node.listType === "number" ? "ol" : "ul";
  return element(tag, { start }, items.map((item) => element("li", {}, item)).join(""));
}

function itemHtml(item: LexicalNode, isTask: boolean, context: CardContext): string {
  const box = item.checked === true ? '<input type="checkbox" checked>' : '<input type="checkbox">';
  return (isTask && item.children?.[0]?.type !== "list" ? box : "") + childrenHtml(item, context);
}

function plainText(node: LexicalNode): string {
  if (node.type === "linebreak") return "\n";
  if (node.type === "tab") return "\t";
  return typeof node.text === "string" ? node.text : (node.children ?? []).map(plainText).join("");
}

function titleOf(node: LexicalNode): string | undefined {
  return typeof node.title === "string" ? node.title : undefined;
}
