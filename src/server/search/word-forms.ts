/** Other forms that a word may be found in: beginnings of words, and whole words. */
export interface WordForms {
  beginnings: string[];
  whole: string[];
}

/** Words with little meaning of their own, which are looked for only where there is nothing else. */
const commonWords = new Set(
  (
    "a about after all also am an and any are as at be been but by can could did do does for from had has have he her " +
    "him his how i if in into is it its just me more most my no nor not of on only or our out over own same she so some " +
    "such than that the their them then there these they this those through to too up very was we were what when where " +
    "which who whom why will with would you your " +
    "der die das den dem des ein eine und oder ist im am von zu mit auf für le la les un une et du de des en el los las y il"
  )
    .split(" ")
    .map((word) => word.normalize("NFKD").replace(/\p{M}/gu, "")),
);

export function isCommonWord(word: string): boolean {
  return commonWords.has(word);
}

/**
 * Light and of no language: endings that many languages use for plurals and cases are dropped or changed, and only words
 * that then are there are found. Text is searched as it is written, so that this costs no index.
 */
export function formsOf(word: string): WordForms {
  if (/^[a-z]{4,}$/.test(word)) return latinForms(word);
  if (/^\p{Script=Cyrillic}{4,}$/u.test(word)) return stemForms(word, cyrillicEnding, "аяоеиыуюь");
  if (/^\p{Script=Greek}{4,}$/u.test(word)) return stemForms(word, greekEnding, "αηοιευω");
  if (/^\p{Script=Arabic}{3,}$/u.test(word)) return { beginnings: [withArticle(word, "ال")], whole: [] };
  if (/^\p{Script=Hebrew}{3,}$/u.test(word)) return { beginnings: [withArticle(word, "ה")], whole: [] };
  return { beginnings: [], whole: [] };
}

const koreanParticle = /(?:에서|으로|에게|까지|부터|하고|은|는|이|가|을|를|에|의|와|과|도|로|만)$/;

/** A Korean word without its particle, as far as something is left. */
export function withoutParticle(word: string): string | undefined {
  const rest = word.replace(koreanParticle, "");
  return rest !== word && rest.length >= 2 ? rest : undefined;
}

const noPlural = new Set(["news", "this", "has", "was", "his", "yes", "gas", "bus", "plus", "lens"]);
const latinEndings = ["s", "es", "e", "en", "n", "er", "ern", "em", "ar", "or", "lar", "ler"];
const vowels = "aeiouy";

function latinForms(word: string): WordForms {
  const beginnings: string[] = [];
  const whole: string[] = [];
  const [, verb] = /^([a-z]{3,}?)(?:ings?|ed)$/.exec(word) ?? [];
  if (verb) {
    if (verb.length >= 4) beginnings.push(verb);
    whole.push(verb, `${verb}e`, `${verb}es`);
    if (verb.at(-1) === verb.at(-2)) whole.push(verb.slice(0, -1), `${verb.slice(0, -1)}s`);
  }
  if (word.endsWith("ies")) whole.push(`${word.slice(0, -3)}y`);
  if (word.endsWith("y")) whole.push(`${word.slice(0, -1)}ies`);
  if (word.endsWith("aux")) whole.push(`${word.slice(0, -3)}al`);
  if (word.endsWith("al")) whole.push(`${word.slice(0, -2)}aux`);
  if (noPlural.has(word) || /[siu]s$/.test(word)) return { beginnings, whole };
  for (const ending of latinEndings) {
    const stem = word.slice(0, -ending.length);
    if (word.endsWith(ending) && stem.length >= 3) whole.push(stem);
  }
  if (vowels.includes(word.at(-1) ?? "")) {
    const stem = word.slice(0, -1);
    whole.push(...[...vowels.slice(0, 4)].map((vowel) => stem + vowel), ...(stem.length >= 4 ? [stem] : []));
  }
  return { beginnings, whole };
}

const cyrillicEnding =
  /(?:иями|ями|ами|ого|его|ому|ему|иях|ыми|ими|ых|их|ов|ев|еи|ах|ях|ам|ям|ом|ем|ои|ыи|ии|ая|яя|ое|ее|ые|ие|ую|юю|ью|а|я|о|е|ы|и|у|ю|ь)$/;
const greekEnding = /(?:ουσ|οσ|ασ|εσ|ησ|ισ|ων|ου|οι|αι|α|η|ο|ι|ε|υ|ω)$/;

function stemForms(word: string, ending: RegExp, endings: string): WordForms {
  const stem = word.replace(ending, "");
  if (stem === word || stem.length < 3) return { beginnings: [], whole: [] };
  if (stem.length >= 4) return { beginnings: [stem], whole: [] };
  return { beginnings: [], whole: [stem, ...[...endings].map((letter) => stem + letter)] };
}

function withArticle(word: string, article: string): string {
  return word.startsWith(article) ? word.slice(article.length) : article + word;
}
