/** What people read of prose in a minute: words where there are blanks between them, else characters. */
const wordsPerMinute = 220;
const charactersPerMinute = 400;

/** Of a longer text a part is counted and the rest reckoned from it: pages are made while others wait. */
const countedMax = 100_000;

const fencedCode = /^ {0,3}(`{3,}|~{3,})/;
/** Scripts that are written without blanks between words. */
const withoutBlanks =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Minutes to read Markdown in any script, code left out; at least 1. */
export function minutesToRead(markdown: string): number {
  const counted = markdown.slice(0, countedMax);
  const prose = withoutCode(counted);
  const characters = prose.match(withoutBlanks)?.length ?? 0;
  const words = prose.replace(withoutBlanks, " ").match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  const minutes = words / wordsPerMinute + characters / charactersPerMinute;
  return Math.max(1, Math.round((minutes * markdown.length) / Math.max(1, counted.length)));
}

function withoutCode(markdown: string): string {
  let fence = "";
  const prose: string[] = [];
  for (const line of markdown.split("\n")) {
    const found = fencedCode.exec(line)?.[1];
    if (fence) {
      if (found?.startsWith(fence)) fence = "";
    } else if (found) fence = found;
    else prose.push(line);
  }
  return prose.join("\n");
}
