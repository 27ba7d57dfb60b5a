/** An element's attributes, `text`, and children by name; an element with nothing but text is that text. */
// biome-ignore lint/suspicious/noExplicitAny: what a test expects of a document is its type
export type Parsed = any;

const token = /<\?xml [^<>]*\?>\n|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/guy;
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Reads XML strictly: throws for whatever isn't well-formed, and for entities other than numbers of characters. */
export function parseXml(xml: string): Parsed {
  if (forbidden.test(xml)) throw new Error("a character that XML has no place for");
  const open: { name: string; value: Record<string, Parsed> }[] = [{ name: "", value: {} }];
  let end = 0;
  for (const match of xml.matchAll(token)) {
    const [whole, slash, name = "", attributes = "", empty, text] = match;
    end = match.index + whole.length;
    const top = open.at(-1);
    if (!top) throw new Error("more than one document");
    if (text !== undefined) top.value.text = ((top.value.text as string | undefined) ?? "") + decoded(text);
    else if (slash) close(open, name);
    else if (name) {
      open.push({ name, value: attributesOf(attributes) });
      if (empty) close(open, name);
    }
  }
  if (end !== xml.length || open.length !== 1)
    throw new Error(`not well-formed at ${end}: ${xml.slice(end, end + 40)}`);
  return open[0]?.value;
}

function close(open: { name: string; value: Record<string, Parsed> }[], name: string): void {
  const closed = open.pop();
  const parent = open.at(-1)?.value;
  if (!parent || closed?.name !== name) throw new Error(`</${name}> closes ${closed?.name}`);
  const { text, ...others } = closed.value;
  const isText = Object.keys(others).length === 0;
  const value = isText ? (text ?? "") : (text ?? "").trim() ? closed.value : others;
  if (!(name in parent)) parent[name] = value;
  else parent[name] = Array.isArray(parent[name]) ? [...parent[name], value] : [parent[name], value];
}

function attributesOf(text: string): Record<string, Parsed> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decoded(value)]),
  );
}

function decoded(text: string): string {
  const plain = text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  if (/&/.test(text.replace(/&#\d+;/g, ""))) throw new Error(`an entity that XML doesn't know: ${text}`);
  return plain;
}
