import sanitizeHtml, { type Attributes, type IOptions } from "sanitize-html";

/** Before each id, and in each link to one: content can't stand in for the page's own elements. */
const idPrefix = "user-content-";
/** Longer addresses are no addresses, and looking through them takes time. */
const addressMax = 4_096;

const elements =
  "h1 h2 h3 h4 h5 h6 p br hr wbr div span section blockquote pre ul ol li dl dt dd details summary figure figcaption " +
  "table caption colgroup col thead tbody tfoot tr th td a b strong i em u s del ins strike mark small sub sup q cite " +
  "abbr dfn code kbd samp var tt time bdo bdi ruby rt rp rb img input";

const options: IOptions = {
  allowedTags: elements.split(" "),
  allowedAttributes: {
    "*": ["id", "dir", "lang", "title", "align"],
    a: ["href", "role", "aria-label"],
    img: ["src", "alt", "width", "height"],
    input: ["type", "checked", "disabled", "aria-label"],
    ol: ["start", "type", "reversed"],
    li: ["value"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan", "scope"],
    col: ["span"],
    colgroup: ["span"],
    details: ["open"],
    time: ["datetime"],
    section: ["aria-label"],
  },
  allowedClasses: {
    code: [/^language-[\p{L}\p{N}_+#.-]{1,40}$/u],
    ul: ["contains-task-list"],
    ol: ["contains-task-list"],
    li: ["task-list-item"],
    blockquote: ["alert"],
    section: ["footnotes"],
  },
  allowedSchemes: ["http", "https", "mailto", "tel", "sms"],
  allowedSchemesByTag: { img: ["http", "https"] },
  allowedSchemesAppliedToAttributes: ["href", "src"],
  disallowedTagsMode: "discard",
  // What is in these are no words of the text; of everything else that isn't allowed the words are kept.
  nonTextTags: ["script", "style", "textarea", "option", "xmp"],
  parseStyleAttributes: false,
  transformTags: {
    "*": (tagName, attribs) => ({ tagName, attribs: cleaned(attribs) }),
    a: (tagName, { name, ...attribs }) => ({
      tagName,
      attribs: name && !attribs.id ? { ...attribs, id: name } : attribs,
    }),
    input: (tagName, attribs) => ({ tagName, attribs: box(attribs) }),
  },
};

/** HTML of allowed elements, attributes and protocols only; whatever came in, nothing of it runs. */
export function sanitised(html: string): string {
  return accessible(sanitizeHtml(html, options));
}

function cleaned(attribs: Attributes): Attributes {
  const { id, href, src, role, ...others } = attribs;
  const kept: Attributes = others;
  if (id) kept.id = prefixed(id);
  if (role === "doc-noteref" || role === "doc-backlink") kept.role = role;
  if (src !== undefined && src.length <= addressMax) kept.src = src;
  if (href !== undefined && href.length <= addressMax)
    kept.href = href.startsWith("#") && href.length > 1 ? `#${prefixed(decoded(href.slice(1)))}` : href;
  return kept;
}

function prefixed(id: string): string {
  return id.startsWith(idPrefix) ? id : `${idPrefix}${id}`;
}

/** Ids are written as they are, and so are the links to them. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/**
 * Only boxes of task lists are shown, and whatever they are, they can't be used. The sanitiser can neither rename an element to
 * one that isn't allowed nor leave it out without a price: the next one's end would be renamed, or all be copied.
 */
function box({ type = "", checked }: Attributes): Attributes {
  if (type.toLowerCase() !== "checkbox") return { type: "hidden", disabled: "" };
  const done = checked !== undefined;
  const attribs: Attributes = { type: "checkbox", disabled: "", "aria-label": done ? "Done" : "Not done" };
  return done ? { ...attribs, checked: "" } : attribs;
}

/**
 * What Markdown has no words for and people who don't use a mouse need: wide tables and code can be scrolled by keyboard.
 * Around the table, since a table that scrolls by itself is no table any more to screen readers. In what is sanitised
 * a `<` begins a tag, and tags are balanced.
 */
function accessible(html: string): string {
  return html
    .replaceAll(
      /<table(?=[ >])/g,
      '<div class="table-scroll" role="region" aria-label="Table" tabindex="0"><table',
    )
    .replaceAll("</table>", "</table></div>")
    .replaceAll(/<pre(?=[ >])/g, '<pre tabindex="0"');
}
