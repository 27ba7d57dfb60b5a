import { hidden } from "../gating";
import { starsOf } from "../html";
import { elementOf, hasClass, type Rules, textOf } from "./dom";
import { destination, onOneLine } from "./escape";

/** Cards as Ghost renders them, and the elements for which Markdown has only something similar. */
export const ghostRules: Rules = (findings, resolve) => (service) => {
  service.addRule("for a segment of the readers of mails", {
    filter: (node) => node.hasAttribute("data-gh-segment"),
    replacement: () => {
      findings.add(hidden);
      return "";
    },
  });
  service.addRule("bookmark", {
    filter: (node) => node.nodeName === "A" && hasClass(node, "kg-bookmark-container"),
    replacement: (_, node) => {
      const card = elementOf(node);
      const href = card.getAttribute("href") ?? "";
      const title = textOf(card.querySelector(".kg-bookmark-title")) || href;
      const about = textOf(card.querySelector(".kg-bookmark-description"));
      if (!href) return `\n\n${service.escape(title)}\n\n`;
      const link = `[${service.escape(title)}](${destination(resolve(href))})`;
      return `\n\n${link}${about ? `: ${service.escape(about)}` : ""}\n\n`;
    },
  });
  service.addRule("callout", {
    filter: (node) => node.nodeName === "DIV" && hasClass(node, "kg-callout-card"),
    replacement: (content) => `\n\n${content.trim().replace(/^/gm, "> ")}\n\n`,
  });
  service.addRule("emoji of a callout", {
    filter: (node) => hasClass(node, "kg-callout-emoji"),
    replacement: (content) => `${content.trim()} `,
  });
  service.addRule("text of a callout", {
    filter: (node) => hasClass(node, "kg-callout-text"),
    replacement: (content) => content.trim(),
  });
  service.addRule("caption", {
    filter: "figcaption",
    // An underscore, so that emphasis in it can still be told apart.
    replacement: (content) => `\n\n_${onOneLine(content)}_\n\n`,
  });
  service.addRule("summary", {
    filter: "summary",
    replacement: (content) => `\n\n**${onOneLine(content)}**\n\n`,
  });
  service.addRule("details", {
    filter: "details",
    replacement: (content) => `\n\n${content}\n\n`,
  });
};

/** The stars of a product's card, which Ghost draws: for Turndown an element without anything in it. */
export function ratingOf(element: Element): string | undefined {
  if (!hasClass(element, "kg-product-card-rating")) return undefined;
  return `\n\n${starsOf(element.querySelectorAll(".kg-product-card-rating-active").length)}\n\n`;
}
