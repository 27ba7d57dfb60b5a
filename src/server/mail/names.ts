/** Longer than this, or of more words, it is a message rather than a name. */
const lengthMax = 50;
const wordsMax = 7;

/** What mail programs turn into a link, or people dial: schemes, `www.`, `@`, dots between letters, long numbers. */
const addressLike = [
  /:\/\//,
  /\bwww\b/iu,
  /@/,
  /[\p{L}\p{N}][.。][\p{L}\p{N}]{2,}/u,
  /(?:\p{N}[\s().+-]*){6,}/u,
];
const messageLike = /[!?:;\p{Cc}\p{Cf}]/u;

/**
 * What somebody typed as a name, as it may stand in a mail to people whom they needn't know: null where it could be read
 * as an address or as a message. "Node.js Weekly" is a good name, and is left out of mails all the same.
 */
export function nameInMail(name: string): string | null {
  const read = name.normalize("NFKC");
  const isMessage = read.length > lengthMax || read.split(/\s+/).length > wordsMax || messageLike.test(read);
  return isMessage || addressLike.some((form) => form.test(read)) ? null : name;
}

/** How a mail begins. */
export function greeting(name: string): string {
  const shown = nameInMail(name);
  return shown === null ? "Hello," : `Hello ${shown},`;
}
