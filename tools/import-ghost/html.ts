const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as HTML, also inside of an attribute's quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** `tag` around `inner`, which is HTML; attributes without a value are left out. */
export function element(tag: string, attributes: Record<string, string | undefined>, inner = ""): string {
  const written = Object.entries(attributes).map(([name, value]) =>
    value ? ` ${name}="${escapeHtml(value)}"` : "",
  );
  return `<${tag}${written.join("")}>${inner}</${tag}>`;
}

export function image(src: string, alt: string, title = ""): string {
  return src ? `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}" title="${escapeHtml(title)}">` : "";
}

/** Something with a caption (HTML) under it. */
export function figure(inner: string, caption: string): string {
  return element("figure", {}, inner + (caption.trim() ? element("figcaption", {}, caption) : ""));
}

export function codeBlock(code: string, language: string): string {
  const name = /^\S+$/.test(language) ? `language-${language}` : undefined;
  return element("pre", {}, element("code", { class: name }, escapeHtml(code)));
}

/** A rating of up to five stars, as text; empty if it is none. */
export function starsOf(rating: unknown): string {
  const stars = Math.round(Number(rating));
  return stars >= 1 && stars <= 5 ? "★".repeat(stars) + "☆".repeat(5 - stars) : "";
}
