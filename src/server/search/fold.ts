/** Letters of scripts that put no blanks between words: searched by pairs. As in `app.search_words`. */
const pairLetters =
  "\\u{e01}-\\u{eff}\\u{f00}-\\u{fff}\\u{1000}-\\u{109f}\\u{1100}-\\u{11ff}\\u{1780}-\\u{17ff}\\u{2e80}-\\u{2fdf}" +
  "\\u{3005}-\\u{3007}\\u{3021}-\\u{3029}\\u{3031}-\\u{3035}\\u{3041}-\\u{309f}\\u{30a1}-\\u{30fa}\\u{30fc}-\\u{312f}" +
  "\\u{31a0}-\\u{31bf}\\u{31f0}-\\u{31ff}\\u{3400}-\\u{4dbf}\\u{4e00}-\\u{9fff}\\u{a960}-\\u{a97f}\\u{ac00}-\\u{d7ff}" +
  "\\u{f900}-\\u{faff}\\u{20000}-\\u{3ffff}";
/** Sources of character classes for regular expressions with the flag `v`. */
export const pairLetter = `[[\\p{L}\\p{N}\\p{M}]&&[${pairLetters}]]`;
export const wordLetter = `[[\\p{L}\\p{N}\\p{M}]--[${pairLetters}]]`;

/** Accents, points of Hebrew and Arabic, and what joins or breaks a word without being seen. */
const unseen = new RegExp(
  "[\\u00ad\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u0640" +
    "\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u200c-\\u200f\\u2060\\ufe00-\\ufe0f\\ufeff]+",
  "gu",
);
const spelled: Record<string, string> = {
  ...{ ø: "o", ł: "l", đ: "d", ħ: "h", ŧ: "t", ı: "i", ς: "σ", ة: "ه", ى: "ي", ی: "ي", ک: "ك" },
  ...{ ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d" },
};
const respelled = new RegExp(`[${Object.keys(spelled).join("")}]`, "gu");
const isAscii = /^[\0-\x7f]*$/;

/** Text as it is searched: without case, accents and differences of form. What `app.fold` makes of it in the database. */
export function fold(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(unseen, "")
    .replace(respelled, (letter) => spelled[letter] ?? letter)
    .normalize("NFC");
}

/** As `app.search_words` has them: C++ and C# are words of their own; all other signs part words. */
export function spellSigns(folded: string): string {
  return folded
    .replace(/([a-z0-9])\+\+(?![a-z+])/g, "$1plusplus")
    .replace(/([a-z0-9])\+(?![a-z0-9+])/g, "$1plus")
    .replace(/([a-z0-9])#(?![a-z0-9])/g, "$1sharp");
}

/** One word of a folded text, with its signs, or one run of letters that are searched by pairs, which is the first group. */
export const wordOrRun = new RegExp(
  `(${pairLetter}+)|${wordLetter}+(?:(?<=[a-z0-9])(?:\\+\\+(?![a-z+])${wordLetter}*|\\+(?![a-z0-9+])|#(?![a-z0-9])))?`,
  "gv",
);

export interface Folded {
  text: string;
  /** Where in the original a part of the folded text stands, in UTF-16 code units. */
  spanOf(start: number, end: number): { start: number; end: number };
}

/** A letter with its marks; a Korean syllable in letters. */
const unit = /[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|\P{M}\p{M}*|\p{M}+/gsu;

/** The same for short texts, with the way back to where each letter came from. */
export function foldWithPlaces(text: string): Folded {
  if (isAscii.test(text)) return { text: text.toLowerCase(), spanOf: (start, end) => ({ start, end }) };
  const places: { start: number; end: number }[] = [];
  let folded = "";
  for (const { 0: written, index } of text.matchAll(unit)) {
    const letters = fold(written);
    folded += letters;
    const place = { start: index, end: index + written.length };
    for (let count = 0; count < letters.length; count++) places.push(place);
  }
  return {
    text: folded,
    spanOf: (start, end) => ({ start: places[start]?.start ?? 0, end: places[end - 1]?.end ?? 0 }),
  };
}
