import { TaskError } from "../../src/bin/support/terminal";

/** The spellings of a resource's name. */
export interface Names {
  /** As in addresses and file names: `press-releases`. */
  plural: string;
  singular: string;
  /** As in the database, in codes and in types of events: `press_releases`. */
  table: string;
  code: string;
  /** As in functions and variables: `pressReleases`. */
  many: string;
  one: string;
  /** As in types and behind a verb: `PressReleases`. */
  Many: string;
  One: string;
  /** As people read it: `press releases`. */
  words: string;
  word: string;
  /** `a press release` */
  aWord: string;
  /** At the beginning of a sentence: `Press releases`. */
  Words: string;
  Word: string;
}

/** Names of constraints begin with the table's, and Postgres cuts them off at 63 characters. */
const lengthMax = 32;

/** What can't name a variable, a table, or stands in the written files for something else. */
const reserved = new Set(
  `analyse and any array as asc await break case cast catch check class collate column const constraint context continue create
  current data debugger default deferrable delete desc distinct do else end enum errors eval events except expected export extends
  extra false fetch fields finally for foreign from function grant group having if implements import in initially input instanceof
  intersect into interface items lateral leading let limit names new not null offset on only or order package params primary
  private protected public query references request resource return returning row rows select some static super switch symmetric
  system table tenant then this throw to trailing true try typeof union unique user using var variadic versions void when where
  while window with yield`.split(/\s+/),
);

/** Throws where a name can't be one. */
export function namesOf(plural: string, givenSingular?: string): Names {
  assertName(plural, "A resource's name");
  const singular = givenSingular ?? singularOf(plural);
  assertName(singular, "Its singular");
  if (singular === plural)
    throw new TaskError(`The singular of ${plural} must differ from it: give one with --singular`, 2);
  const [many, one] = [camelCased(plural), camelCased(singular)];
  const [words, word] = [plural.replaceAll("-", " "), singular.replaceAll("-", " ")];
  const aWord = `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
  const [table, code] = [plural.replaceAll("-", "_"), singular.replaceAll("-", "_")];
  const shared = { plural, singular, table, code, many, one, words, word, aWord };
  return {
    ...shared,
    Many: capitalised(many),
    One: capitalised(one),
    Words: capitalised(words),
    Word: capitalised(word),
  };
}

function assertName(name: string, what: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name) || name.length > lengthMax)
    throw new TaskError(
      `${what} is of lower-case words with hyphens between them, at most ${lengthMax} characters, such as press-releases; this is "${name}"`,
      2,
    );
  if (reserved.has(name))
    throw new TaskError(`${what} can't be "${name}", which means something else in SQL or TypeScript`, 2);
}

/** By the simple rules of English; for the rest there is `--singular`. */
function singularOf(plural: string): string {
  const isTheSame = /(series|species|news)$/.test(plural);
  if (!isTheSame && /[^aeiou]ies$/.test(plural)) return plural.replace(/ies$/, "y");
  if (/(ss|sh|ch|x|zz)es$/.test(plural)) return plural.replace(/es$/, "");
  if (!isTheSame && /[^isu]s$/.test(plural)) return plural.replace(/s$/, "");
  throw new TaskError(`What is one of ${plural} called? Say it with --singular NAME`, 2);
}

function camelCased(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
