/**
 * One line of CSV by RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP
 * advises: names in it come from users.
 */
export function csvLine(cells: string[]): string {
  return `${cells.map(quoted).join(",")}\r\n`;
}

function quoted(cell: string): string {
  const inert = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
