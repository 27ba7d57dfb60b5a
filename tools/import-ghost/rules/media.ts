import { elementOf, type Rules } from "./dom";
import { destination } from "./escape";

/** What an article can't show becomes a link to it, or goes, and is noted. */
export const mediaRules: Rules = (findings, resolve) => (service) => {
  service.addRule("media", {
    filter: ["iframe", "video", "audio", "embed", "object"],
    replacement: (_, node) => {
      const media = elementOf(node);
      const kind = kinds[media.nodeName] ?? "an embedded page";
      const src = addressOf(media);
      findings.add(src ? `${kind} became a link` : `${kind} without an address`);
      if (!src) return "";
      const words = service.escape((media.getAttribute("title") ?? "").replace(/\s+/g, " ").trim() || src);
      return `\n\n[${words}](${destination(resolve(src))})\n\n`;
    },
  });
  service.addRule("gone with a note", {
    filter: ["form", "script", "style", "canvas"],
    replacement: (_, { nodeName }) => {
      findings.add(`a ${nodeName.toLowerCase()} element`);
      return "";
    },
  });
  service.addRule("gone", {
    filter: (node) => isFurniture(node),
    replacement: () => "",
  });
};

const kinds: Record<string, string> = { VIDEO: "a video", AUDIO: "an audio file" };

const furniture = new Set(["NOSCRIPT", "BUTTON", "SELECT", "TEXTAREA", "TEMPLATE", "svg", "SVG", "HEAD"]);
/** What Ghost draws around its players. */
const furnitureClasses = [
  "kg-audio-player",
  "kg-video-player-container",
  "kg-video-overlay",
  "kg-audio-thumbnail",
];

function isFurniture(node: Element): boolean {
  if (furniture.has(node.nodeName) || furnitureClasses.some((name) => node.classList.contains(name)))
    return true;
  return node.nodeName === "INPUT" && node.getAttribute("type") !== "checkbox";
}

function addressOf(media: Element): string | undefined {
  const own = media.getAttribute("src") ?? media.getAttribute("data");
  const address = (own ?? media.querySelector("source, embed")?.getAttribute("src"))?.trim();
  return address?.startsWith("//") ? `https:${address}` : address || undefined;
}
