/** Text in XML 1.0, in an element as in an attribute; without the characters that XML has no place for, however written. */
function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An element around `inner`, which is XML. */
export function xmlElement(name: string, inner: string, attributes: Record<string, string> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  return `<${name}${written.join("")}>${inner}</${name}>`;
}

/** An element around text. */
export const textElement = (name: string, text: string, attributes: Record<string, string> = {}): string =>
  xmlElement(name, xmlText(text), attributes);

export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
