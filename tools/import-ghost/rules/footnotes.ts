import { around, elementOf, hasClass, type Rules } from "./dom";

const idOf = (pattern: RegExp, text: string | null): string | undefined =>
  pattern.exec(text ?? "")?.[1]?.replace(/[^\w-]/g, "-");

const noted = (node: Element) => idOf(/^fn[:-]?(?!ref)(.+)$/, node.getAttribute("id"));
const isInNotes = (node: Element) => around(node, (one) => hasClass(one, "footnotes")) !== undefined;

/** Footnotes as the Markdown of Ghost's Markdown cards renders them, back to what they were. */
export const footnoteRules: Rules = () => (service) => {
  service.addRule("footnote reference", {
    filter: (node) => node.nodeName === "A" && referred(node) !== undefined,
    replacement: (_, node) => `[^${referred(elementOf(node))}]`,
  });
  service.addRule("way back from a footnote", {
    filter: (node) => node.nodeName === "A" && /^#fnref/.test(node.getAttribute("href") ?? ""),
    replacement: () => "",
  });
  service.addRule("footnote", {
    filter: (node) => node.nodeName === "LI" && noted(node) !== undefined && isInNotes(node),
    replacement: (content, node) => {
      const [first = "", ...others] = content
        .trim()
        .split("\n")
        .map((line) => line.trimEnd());
      const indented = others.map((line) => (line === "" ? "" : `    ${line}`));
      return `\n\n[^${noted(elementOf(node))}]: ${[first, ...indented].join("\n")}\n\n`;
    },
  });
  service.addRule("rule above footnotes", {
    filter: (node) => node.nodeName === "HR" && (hasClass(node, "footnotes-sep") || isInNotes(node)),
    replacement: () => "",
  });
};

function referred(link: Element): string | undefined {
  const isReference = link.parentElement?.nodeName === "SUP";
  return isReference ? idOf(/^#fn[:-]?(?!ref)(.+)$/, link.getAttribute("href")) : undefined;
}
