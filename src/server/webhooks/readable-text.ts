/**
 * Text from strangers, for logs, the database and pages: well-formed, with plain line ends, and without characters that
 * steer a terminal or turn the direction of what follows; U+FFFD stands for each.
 */
export function readableText(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
