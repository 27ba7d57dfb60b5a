/** Number of the type `timestamptz` in Postgres. */
export const timestampType = 1184;

/** Next replaces the constructor by one that watches who asks for the time, at several times the cost. */
const PlainDate = Date;

/** A list holds dozens of them, and what V8 does with Postgres' form costs several times as much as with ISO 8601. */
export function parseTimestamp(text: string): Date {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(text)) return new PlainDate(text);
  return new PlainDate(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}

/**
 * A parameter as the text that the server reads. Throws TypeError for what has none: in the driver itself that would
 * happen when the statement already has its place in the queue, and answers would reach the wrong ones.
 */
export function encode(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(`a parameter can't be ${value === undefined ? "undefined" : typeof value}`);
}
