import { dictionary } from "@zxcvbn-ts/language-common";
import { processSingleton } from "../platform/process-singleton";

/** The most common passwords of past breaches, as zxcvbn has them: some 30,000, in lower case. */
function list(): Set<string> {
  return processSingleton("common-passwords", () => new Set(dictionary["passwords-common"]));
}

/**
 * Whether a password is among the first that anybody would try: one of the list, in any case, also with up to four
 * digits or signs behind it, as rules for passwords teach people to write them ("Password1!").
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  const stem = lower.replace(/[^a-z]{1,4}$/, "");
  return list().has(lower) || (stem.length >= 4 && list().has(stem));
}

/** Whether a password is nothing but one of the words that stand around it: the organisation, the mail address, the name. */
export function isPersonalPassword(password: string, words: (string | undefined)[]): boolean {
  const bare = bareWord(password);
  return words
    .flatMap((word = "") => [word, ...(word.includes("@") ? word.split("@") : [])])
    .some((word) => bareWord(word).length >= 3 && bareWord(word) === bare);
}

/** Letters only, in lower case; digits and signs at the end don't make it another word. */
function bareWord(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/\p{N}{1,4}$/u, "");
}
