import { limits, weightOf } from "./bounds";

/** Characters that are escaped at a time, in a few milliseconds. */
const partLength = 32_768;

/**
 * A text as it was typed, for what can't be rendered within its limits. `pause` is waited for between parts. Only what could
 * begin a tag or a reference is escaped: of a million of `&` come no five million characters. What is beyond the limit even so, as only a text of
 * nothing but such signs is, is left out.
 */
export async function plainHtml(text: string, pause: () => Promise<unknown>): Promise<string> {
  const parts: string[] = [];
  let weight = 0;
  for (let start = 0; start < text.length; start += partLength) {
    if (start > 0) await pause();
    const part = escaped(text.slice(start, start + partLength));
    weight += weightOf(part);
    parts.push(weight > limits.output ? "…" : part);
    if (weight > limits.output) break;
  }
  return `<div class="plain-text" dir="auto">${parts.join("")}</div>`;
}

function escaped(part: string): string {
  return part.replaceAll(/&(?=[a-z0-9#]|$)/gi, "&amp;").replaceAll(/<(?=[a-z/!?]|$)/gi, "&lt;");
}
