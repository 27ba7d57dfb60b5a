import { parseTimeOfDay } from "./time-of-day";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekday = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+/i;
const monthName =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const behind = "(?:(?:[Tt]|,?\\s+(?:at\\s+)?)(.+))?$";

interface Day {
  year: string;
  month: string;
  day: string;
  time: string | undefined;
}

/** Each form of a day, with what may follow it. */
const forms: [RegExp, (found: RegExpExecArray) => Day | undefined][] = [
  [
    new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${behind}`),
    ([, year = "", , month = "", day = "", time]) => ({ year, month, day, time }),
  ],
  [
    /^(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s*(.+))?$/,
    ([, year = "", month = "", day = "", time]) => ({ year, month, day, time }),
  ],
  [/^(\d{4})[-/](\d{1,2})$/, ([, year = "", month = ""]) => ({ year, month, day: "1", time: undefined })],
  [
    /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/,
    ([, year = "", month = "", day = "", hour, minute, second, zone]) => {
      const time = hour && `${hour}:${minute}:${second ?? "00"}${zone ?? ""}`;
      return { year, month, day, time };
    },
  ],
  // In most of the world the day comes first with dots; with slashes or hyphens it depends on the country.
  [
    new RegExp(`^(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4})${behind}`),
    ([, day = "", month = "", year = "", time]) => ({ year, month, day, time }),
  ],
  [
    new RegExp(`^(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})${behind}`),
    ([, one = "", , two = "", year = "", time]) => unambiguous(one, two, year, time),
  ],
  [
    new RegExp(
      `^(\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-]+(?:of\\s+)?${monthName},?[\\s-]+(\\d{4})${behind}`,
      "i",
    ),
    ([, day = "", name = "", year = "", time]) => ({ year, month: monthOf(name), day, time }),
  ],
  [
    new RegExp(`^${monthName}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,\\s*|\\s+)(\\d{4})${behind}`, "i"),
    ([, name = "", day = "", year = "", time]) => ({ year, month: monthOf(name), day, time }),
  ],
  // What `date` and JavaScript print: "Sat Jul  9 08:30:00 UTC 2016", "Sat Jul 09 2016 …" is the form before.
  [
    new RegExp(`^${monthName}\\s+(\\d{1,2})\\s+(\\d{1,2}:\\S+(?:\\s+[A-Z]{1,5})?)\\s+(\\d{4})$`, "i"),
    ([, name = "", day = "", time, year = ""]) => ({ year, month: monthOf(name), day, time }),
  ],
  [
    new RegExp(`^${monthName},?\\s+(\\d{4})$`, "i"),
    ([, name = "", year = ""]) => ({ year, month: monthOf(name), day: "1", time: undefined }),
  ],
];

/**
 * A date of front matter as an instant. A date without a time is midnight, one without a zone is UTC, so that the same
 * file means the same on every machine; a month alone is its first day. Undefined if it isn't a date, such as 30 February,
 * or could be two, such as 3/4/2016, or is in a zone whose name is not known or has two meanings.
 */
export function parseDate(value: unknown): Date | undefined {
  // A date of TOML writes itself as it was written.
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : parseDate(value.toISOString());
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).normalize("NFKC").trim().replace(weekday, "");
  if (text.length > 100) return undefined;
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return new Date(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return new Date(Number(text));
  for (const [form, dayOf] of forms) {
    const found = form.exec(text);
    const day = found && dayOf(found);
    const date = day && instantOf(day);
    if (date) return date;
  }
  return undefined;
}

/** A day that a file's or folder's name begins with, as Jekyll has it, and what is left of the name. */
export function dateOfName(name: string): { date: Date; rest: string } | undefined {
  const found = /^(\d{4})[-_.](\d{1,2})[-_.](\d{1,2})(?:(?:[-_. ]+|$)(.*))?$/s.exec(name);
  if (!found) return undefined;
  const [, year = "", month = "", day = "", rest = ""] = found;
  const date = instantOf({ year, month, day, time: undefined });
  return date && { date, rest };
}

function instantOf({ year, month, day, time }: Day): Date | undefined {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const midnight = new Date(`${date}T00:00:00Z`);
  // JavaScript takes 30 February for 2 March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date)) return undefined;
  if (Number(year) < 1) return undefined;
  if (!time?.trim()) return midnight;
  const offset = parseTimeOfDay(time.trim());
  return offset === undefined ? undefined : new Date(midnight.getTime() + offset);
}

function unambiguous(one: string, two: string, year: string, time: string | undefined): Day | undefined {
  if (Number(one) > 12 || one === two) return { year, month: two, day: one, time };
  return Number(two) > 12 ? { year, month: one, day: two, time } : undefined;
}

function monthOf(name: string): string {
  return String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}
