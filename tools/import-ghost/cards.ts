import type { Findings } from "../import/findings";
import { hidden, isForEverybody } from "./gating";
import { codeBlock, element, escapeHtml, figure, image, starsOf } from "./html";

/** What Ghost's editors keep of a card, in both of their formats. */
export type Payload = Readonly<Record<string, unknown>>;

export interface CardContext {
  findings: Findings;
  /** Markdown that goes into the result as it is; gives the HTML that stands for it meanwhile. */
  verbatim(markdown: string): string;
}

type Card = (payload: Payload, context: CardContext) => string;

const text = (payload: Payload, name: string): string => {
  const value = payload[name];
  return typeof value === "string" ? value : "";
};

const inner = (payload: Payload, name: string): Payload => {
  const value = payload[name];
  return isPayload(value) ? value : {};
};

const isPayload = (value: unknown): value is Payload => typeof value === "object" && value !== null;

const link = (url: string, words: string) =>
  url ? element("p", {}, element("a", { href: url }, escapeHtml(words || url))) : "";

const captioned = (payload: Payload, html: string) => figure(html, text(payload, "caption"));

const imageCard: Card = (payload) => {
  const shown = image(text(payload, "src"), text(payload, "alt"), text(payload, "title"));
  const href = text(payload, "href");
  return captioned(payload, href ? element("a", { href }, shown) : shown);
};

const gallery: Card = (payload) => {
  const images = Array.isArray(payload.images) ? payload.images : [];
  const shown = images
    .filter(isPayload)
    .map((one) => element("p", {}, image(text(one, "src"), text(one, "alt"))));
  return captioned(payload, shown.join(""));
};

const markdown: Card = (payload, { verbatim }) => verbatim(text(payload, "markdown"));

const code: Card = (payload) =>
  captioned(payload, codeBlock(text(payload, "code"), text(payload, "language")));

const bookmark: Card = (payload) => {
  const about = inner(payload, "metadata");
  const url = text(payload, "url") || text(about, "url");
  const title = element("div", { class: "kg-bookmark-title" }, escapeHtml(text(about, "title") || url));
  const words = element("div", { class: "kg-bookmark-description" }, escapeHtml(text(about, "description")));
  return captioned(payload, element("a", { class: "kg-bookmark-container", href: url }, title + words));
};

/** The page itself rather than the frame that some service wants to be shown in; a tweet is text anyway. */
const embed: Card = (payload, { findings }) => {
  const html = text(payload, "html");
  if (/<blockquote/i.test(html)) return captioned(payload, html);
  const url = text(payload, "url");
  if (!url) return captioned(payload, html);
  findings.add("an embedded page became a link");
  return captioned(payload, link(url, text(inner(payload, "metadata"), "title")));
};

const callout: Card = (payload) => {
  const emoji = element("div", { class: "kg-callout-emoji" }, escapeHtml(text(payload, "calloutEmoji")));
  const words = element("div", { class: "kg-callout-text" }, text(payload, "calloutText"));
  return element("div", { class: "kg-callout-card" }, emoji + words);
};

const toggle: Card = (payload) =>
  element("h4", {}, text(payload, "heading")) + element("div", {}, text(payload, "content"));

const buttonLink = (payload: Payload) => link(text(payload, "buttonUrl"), text(payload, "buttonText"));
const button: Card = buttonLink;

const media = (kind: "video" | "audio"): Card => {
  return (payload) => {
    const words = text(payload, "title") || text(payload, "fileName");
    return captioned(payload, element(kind, { src: text(payload, "src"), title: words }));
  };
};

const file: Card = (payload) => {
  const words = text(payload, "fileTitle") || text(payload, "fileName");
  const about = text(payload, "fileCaption");
  return link(text(payload, "src"), words) + (about ? element("p", {}, escapeHtml(about)) : "");
};

const header: Card = (payload) => {
  const heading = text(payload, "header") || text(payload, "heading");
  const under = text(payload, "subheader") || text(payload, "subheading");
  return (
    element("h2", {}, heading) + element("p", {}, under) + (payload.buttonEnabled ? buttonLink(payload) : "")
  );
};

const product: Card = (payload) =>
  element("p", {}, image(text(payload, "productImageSrc"), "")) +
  element("h4", {}, text(payload, "productTitle")) +
  (payload.productRatingEnabled ? element("p", {}, starsOf(payload.productStarRating)) : "") +
  element("div", {}, text(payload, "productDescription")) +
  (payload.productButtonEnabled ? link(text(payload, "productUrl"), text(payload, "productButton")) : "");

/** With its label, which says that it is an advertisement. */
const callToAction: Card = (payload) =>
  (payload.hasSponsorLabel ? element("div", {}, text(payload, "sponsorLabel")) : "") +
  element("p", {}, image(text(payload, "imageUrl"), "")) +
  element("div", {}, text(payload, "textValue")) +
  (payload.showButton ? buttonLink(payload) : "");

const dropped = (why: string): Card => {
  return (_, { findings }) => {
    findings.add(why);
    return "";
  };
};

const rule: Card = () => "<hr>";
const html: Card = (payload) => element("div", {}, text(payload, "html"));

/** By the names that both formats use, and by those of one of them. */
const cards: Record<string, Card> = {
  image: imageCard,
  gallery,
  markdown,
  "card-markdown": markdown,
  html,
  code,
  codeblock: code,
  bookmark,
  embed,
  callout,
  toggle,
  button,
  video: media("video"),
  audio: media("audio"),
  file,
  header,
  product,
  "call-to-action": callToAction,
  hr: rule,
  horizontalrule: rule,
  paywall: () => "<!--members-only-->",
  email: dropped("a card that only mails show"),
  "email-cta": dropped("a card that only mails show"),
  signup: dropped("a form to sign up"),
  collection: dropped("a list of other posts"),
};

/** A card as HTML. One that not everybody was to see is empty, as is one that we don't know; both are noted. */
export function cardHtml(name: string, payload: Payload, context: CardContext): string {
  if (!isForEverybody(payload.visibility)) {
    context.findings.add(hidden);
    return "";
  }
  const card = Object.hasOwn(cards, name) ? cards[name] : undefined;
  if (card) return card(payload, context);
  context.findings.add(`a card of the unknown kind "${name}"`);
  return "";
}

export function isCard(name: string): boolean {
  return Object.hasOwn(cards, name);
}
