/**
 * What a server or a file says, as one line for a terminal: no control characters, which could move the cursor or
 * rename the window, no marks that turn the direction of writing, and no more than `lengthMax` characters.
 */
export function printable(text: string, lengthMax = 500): string {
  const start = text.slice(0, lengthMax).replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ");
  return (text.length > lengthMax ? `${start}…` : start).toWellFormed().trim();
}
