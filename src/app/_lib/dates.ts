/**
 * Dates as text, the same wherever they are made: fixed words and UTC. A browser's own language and time zone would
 * make other text than the server's, and the page would jump.
 */
const months = "January February March April May June July August September October November December".split(
  " ",
);
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** 22 November 2026 */
export function dayText(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Sunday, 22 November 2026 */
export function weekdayText(date: Date): string {
  return `${days[date.getUTCDay()]}, ${dayText(date)}`;
}

/** 22 November 2026, 14:05 UTC */
export function momentText(date: Date): string {
  return `${dayText(date)}, ${date.toISOString().slice(11, 16)} UTC`;
}

const units = [
  { name: "year", seconds: 365 * 86_400 },
  { name: "month", seconds: 30 * 86_400 },
  { name: "week", seconds: 7 * 86_400 },
  { name: "day", seconds: 86_400 },
  { name: "hour", seconds: 3_600 },
  { name: "minute", seconds: 60 },
];

/** 3 hours ago, in 2 days, just now */
export function relativeText(date: Date, now: Date): string {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  const unit = units.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  if (!unit) return "just now";
  const count = Math.floor(Math.abs(seconds) / unit.seconds);
  const amount = `${count} ${unit.name}${count === 1 ? "" : "s"}`;
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}
