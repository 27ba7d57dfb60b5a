import { z } from "zod";
import { ArticleError } from "../import/article-error";
import { type CardContext, cardHtml, type Payload } from "./cards";
import { element, escapeHtml, image } from "./html";

/** `[type, opened markups, how many close behind it, text or number of an atom]`. */
const markerSchema = z.tuple([
  z.number(),
  z.array(z.number()),
  z.number(),
  z.union([z.string(), z.number()]),
]);
type Marker = z.output<typeof markerSchema>;

const payloadSchema = z.record(z.string(), z.unknown()).catch({});
const documentSchema = z.looseObject({
  markups: z.array(z.tuple([z.string()]).rest(z.array(z.string()))).default([]),
  atoms: z.array(z.tuple([z.string(), z.unknown()]).rest(z.unknown())).default([]),
  cards: z.array(z.tuple([z.string(), payloadSchema])).default([]),
  sections: z.array(z.tuple([z.number()]).rest(z.unknown())),
});
type Mobiledoc = z.output<typeof documentSchema>;

const markupSection = z.tuple([z.string(), z.array(markerSchema)]).rest(z.unknown());
const listSection = z.tuple([z.string(), z.array(z.array(markerSchema))]).rest(z.unknown());

const broken = "its Mobiledoc content is broken, and there is no HTML of it";

/**
 * Mobiledoc 0.3, what Ghost's editor kept from version 1 to 5. Its sections as HTML. Throws ArticleError for what is none
 * of it.
 */
export function mobiledocToHtml(mobiledoc: string, context: CardContext): string {
  const parsed = documentSchema.safeParse(parse(mobiledoc));
  if (!parsed.success) throw new ArticleError(broken);
  const document = parsed.data;
  return document.sections.map(([type, ...rest]) => sectionHtml(document, type, rest, context)).join("");
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function sectionHtml(document: Mobiledoc, type: number, rest: unknown[], context: CardContext): string {
  switch (type) {
    case 1: {
      const [tag, markers] = read(markupSection, rest);
      return element(blockOf(tag), {}, markersHtml(document, markers, context));
    }
    case 2:
      return element("p", {}, image(String(rest[0] ?? ""), ""));
    case 3: {
      const [tag, items] = read(listSection, rest);
      const html = items.map((markers) => element("li", {}, markersHtml(document, markers, context)));
      return element(tag === "ol" ? "ol" : "ul", {}, html.join(""));
    }
    case 10: {
      const card: [string, Payload] | undefined = document.cards[Number(rest[0])];
      if (!card) throw new ArticleError(broken);
      return cardHtml(card[0], card[1], context);
    }
    default:
      context.findings.add(`a section of the unknown kind ${type}`);
      return "";
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ArticleError(broken);
  return parsed.data;
}

function blockOf(tag: string): string {
  if (/^h[1-6]$/.test(tag)) return tag;
  return tag === "blockquote" || tag === "aside" || tag === "pull-quote" ? "blockquote" : "p";
}

const inlineTags = new Set(["strong", "b", "em", "i", "s", "del", "sub", "sup", "code", "a"]);

function markersHtml(document: Mobiledoc, markers: Marker[], context: CardContext): string {
  const open: string[] = [];
  let html = "";
  for (const [type, opened, closing, value] of markers) {
    for (const index of opened) {
      const [tag = "span", attributes] = document.markups[index] ?? [];
      const name = inlineTags.has(tag) ? tag : "span";
      html += element(name, { href: hrefOf(attributes) }).slice(0, -`</${name}>`.length);
      open.push(name);
    }
    html += type === 0 ? escapeHtml(String(value)) : atomHtml(document, Number(value), context);
    for (let count = 0; count < closing; count++) html += `</${open.pop() ?? "span"}>`;
  }
  return html;
}

/** Attributes are a flat list of names and values. */
function hrefOf(attributes: string[] | undefined): string | undefined {
  const at = attributes?.indexOf("href") ?? -1;
  return at < 0 ? undefined : attributes?.[at + 1];
}

function atomHtml(document: Mobiledoc, index: number, { findings }: CardContext): string {
  const [name, value] = document.atoms[index] ?? [];
  if (name === "soft-return") return "<br>";
  if (name !== undefined) findings.add(`a part of the unknown kind "${name}"`);
  return typeof value === "string" ? escapeHtml(value) : "";
}
