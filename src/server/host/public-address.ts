/** A page that is the same for every visitor. */
export interface PublicAddress {
  /** Slug of the organisation whose page it is; undefined for pages of the program itself. */
  site: string | undefined;
  /** The tag that a front page is narrowed to. */
  tag: string | undefined;
  /** Path and query, without what changes nothing: visitors come with all kinds of parameters. */
  url: string;
}

const publications = /^\/p\/([a-z0-9-]{1,63})(\/[a-zA-Z0-9%-]{1,1800})?$/;
const programs = /^\/(?:login|register|forgot-password|docs(?:\/[a-z0-9-]{1,60}){0,2})?$/;

/** What each kind of page makes of its query; it is shown anew to whoever asks with one of the others. */
const known = { front: ["tag", "page"], article: [], program: [] } satisfies Record<string, string[]>;
/** These change what is shown, in more ways than are worth keeping. */
const unkept = { front: [], article: ["before"], program: ["next", "notice"] } satisfies Record<
  string,
  string[]
>;

const forms: Record<string, RegExp> = { tag: /^[\p{L}\p{M}\p{N}-]{1,100}$/u, page: /^[1-9]\d{0,3}$/ };

/** The public page that a request's target names; undefined if it names none, or none that is worth keeping. */
export function publicAddressOf(target: string): PublicAddress | undefined {
  const [path = "", search = ""] = splitOnce(target);
  const found = publications.exec(path);
  if (!found && !programs.test(path)) return undefined;
  const kind = !found ? "program" : found[2] ? "article" : "front";
  const given = new URLSearchParams(search);
  if (unkept[kind].some((name) => given.has(name))) return undefined;
  const kept = new URLSearchParams();
  for (const name of known[kind]) {
    const [value, ...more] = given.getAll(name);
    if (value === undefined) continue;
    // What else may be meant by it is for the page to say.
    if (more.length > 0 || !forms[name]?.test(value)) return undefined;
    kept.set(name, value);
  }
  const query = kept.toString();
  return { site: found?.[1], tag: kept.get("tag") ?? undefined, url: query ? `${path}?${query}` : path };
}

function splitOnce(target: string): [string, string] {
  const query = target.indexOf("?");
  return query < 0 ? [target, ""] : [target.slice(0, query), target.slice(query + 1)];
}
