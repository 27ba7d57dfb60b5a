import { keyOf } from "../import/fields";
import { creationKeys, dateKeys, expiryKeys, shownBy, stateKeys, withheldBy } from "../import/withholding";

const others = `title slug tags tag categories category keywords author authors layout description summary permalink url
  aliases updated lastmod type template image cover subtitle lang language`;
const known = new Set([
  ...others.split(/\s+/),
  ...[...creationKeys, ...dateKeys, ...expiryKeys, ...shownBy, ...stateKeys, ...withheldBy],
]);
/** Words that begin a sentence as well, such as "Show: …". */
const ambiguous = new Set(
  "show ready live active enabled type image access ignore skip exclude members paid".split(" "),
);

/** Whether a line is `key: value` or `key = value`, in whatever script and quotes. */
export function isMetadataLine(line: string): boolean {
  return /^\s*(?:"[^"]{1,60}"|'[^']{1,60}'|[\p{L}_][\p{L}\p{N} _.-]{0,59})\s*(?::(?!\/\/)|=)/u.test(line);
}

/** The key of a line of metadata, if it is one that the systems use. */
export function knownKey(line: string): string | undefined {
  const written = /^\s*["']?([^"':=]+?)["']?\s*[:=]/.exec(line)?.[1];
  const key = written === undefined ? undefined : keyOf(written);
  return key !== undefined && known.has(key) && !ambiguous.has(key) ? key : undefined;
}

/** Whether the first line that is neither blank nor a comment is one of metadata. */
export function beginsLikeMetadata(text: string): boolean {
  const lines = text.slice(0, 10_000).split(/\r\n|\r|\n/, 50);
  const first = lines.find((line) => line.trim() !== "" && !/^\s*(?:#|\/\/)/.test(line));
  return (
    first !== undefined &&
    (isMetadataLine(first) || /^\s*[{[]\s*"/.test(first) || /^\s*\[[\w.]+\]\s*$/.test(first))
  );
}
