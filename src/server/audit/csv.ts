/** Tells spreadsheets that what follows is UTF-8: without it they read names as if written in the machine's old code page. */
export const byteOrderMark = "\ufeff";

/**
 * One line of CSV by RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP
 * advises: names in it come from users. The full-width signs count as well, since Excel reads them as the others.
 */
export function csvLine(cells: string[]): string {
  return `${cells.map(quoted).join(",")}\r\n`;
}

function quoted(cell: string): string {
  // White space in front doesn't keep a spreadsheet from it.
  const inert = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
