const isoLike = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](.+))?$/;

/**
 * A date of front matter as an instant. A date without a time is midnight, one without a zone is UTC, so that the same
 * file means the same on every machine. Undefined if it isn't a date, such as 30 February.
 */
export function parseDate(value: unknown): Date | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const parts = isoLike.exec(text);
  return parts ? parseIso(parts) : parseOther(text);
}

function parseIso([, year = "", month = "", day = "", time]: RegExpExecArray): Date | undefined {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const midnight = new Date(`${date}T00:00:00Z`);
  // JavaScript takes 30 February for 2 March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date)) return undefined;
  if (!time) return midnight;
  const clock = time.trim().replace(/ (?=[+-])/, "");
  const zoned = /(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(clock) ? clock : `${clock}Z`;
  return valid(new Date(`${date}T${zoned.toUpperCase().replace(/([+-]\d{2})(\d{2})$/, "$1:$2")}`));
}

/** Other forms that JavaScript reads, such as "May 1, 2024"; a bare number or a word with a digit in it is no date. */
function parseOther(text: string): Date | undefined {
  if (!/\b\d{4}\b/.test(text) || !/[a-z]{3}/i.test(text)) return undefined;
  const zoned = /(?:GMT|UTC|Z|[+-]\d{4})\s*(?:\(.*\))?$/i.test(text) ? text : `${text} UTC`;
  return valid(new Date(zoned));
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 ? undefined : date;
}
