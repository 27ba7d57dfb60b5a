import { ArticleError } from "../import/article-error";
import { Findings } from "../import/findings";
import type { CardContext } from "./cards";
import { paywall, withoutGatedBlocks } from "./gating";
import { figure, image } from "./html";
import { lexicalToHtml } from "./lexical";
import { placeholder, resolverOf, type Site, withLinks } from "./links";
import { mobiledocToHtml } from "./mobiledoc";
import type { GhostPost, GhostPostMeta } from "./schema";
import { htmlToMarkdown, verbatimHtml } from "./to-markdown";

export interface PostContent {
  content: string;
  /** What of it could not be carried. */
  lost: string[];
  /** Whether a part of it was behind what makes readers sign up. */
  hasPaywall: boolean;
}

/**
 * A post's content as Markdown, its feature image on top, with what could not be carried. Taken from the HTML, which has
 * everything that the site showed; else from what the editor keeps. Throws ArticleError if that is broken.
 */
export function contentOf(post: GhostPost, meta: GhostPostMeta | undefined, site: Site): PostContent {
  const findings = new Findings();
  const resolve = resolverOf(site, findings);
  const verbatim: string[] = [];
  let hasPaywall = false;
  const whole = (text: string) => {
    const open = withoutGatedBlocks(text, findings);
    hasPaywall ||= paywall.test(open);
    return open.replace(placeholder, site.address ?? "");
  };
  const context: CardContext = {
    findings,
    verbatim: (markdown) => {
      if (hasHtml(markdown)) findings.add("HTML in Markdown, of which only what is harmless is shown");
      return verbatimHtml(verbatim.push(withLinks(whole(markdown), resolve)) - 1);
    },
  };
  const content = unlessTooDeep(() => {
    const html = whole(featureHtml(post, meta) + bodyHtml(post, context));
    return htmlToMarkdown(html, { findings, resolve, verbatim });
  });
  if (hasPaywall) findings.add("what marks the beginning of the part for members");
  return { content, lost: findings.lines(), hasPaywall };
}

function bodyHtml(post: GhostPost, context: CardContext): string {
  const { html, lexical, mobiledoc, markdown } = post;
  // Before version 1 the HTML was made of Markdown, which is what we want.
  if (markdown?.trim() && !lexical && !mobiledoc) return context.verbatim(markdown);
  if (html?.trim()) return html;
  if (lexical?.trim()) return lexicalToHtml(lexical, context);
  if (mobiledoc?.trim()) return mobiledocToHtml(mobiledoc, context);
  return "";
}

function featureHtml({ feature_image, image: old }: GhostPost, meta: GhostPostMeta | undefined): string {
  const src = feature_image || old;
  if (!src) return "";
  return figure(image(src, meta?.feature_image_alt ?? ""), meta?.feature_image_caption ?? "");
}

const code = /^(`{3,}|~{3,})[\s\S]*?^\1|(`+)[^`]*\2/gm;

/** Whether there are tags in Markdown, other than those that Markdown itself would be without. */
function hasHtml(markdown: string): boolean {
  return /<\/?(?!(?:sub|sup|br)\b)[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/i.test(markdown.replace(code, ""));
}

/** What is nested many thousands deep, no person has written, and no stack holds. */
function unlessTooDeep<T>(convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (error instanceof RangeError)
      throw new ArticleError("its content is nested too deeply to be converted");
    throw error;
  }
}
