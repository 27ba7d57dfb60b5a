/** Times as a clock on the wall shows them, in time zones by their names (IANA). */

const months = "January February March April May June July August September October November December".split(
  " ",
);

/** `2026-12-03T09:00` in `timeZone`, as forms have it; with seconds where there are any. */
export function localTimeOf(date: Date, timeZone: string): string {
  const wall = new Date(date.getTime() + offsetAt(date.getTime(), timeZone));
  return wall.toISOString().slice(0, wall.getUTCSeconds() === 0 ? 16 : 19);
}

/**
 * The moment at which clocks in `timeZone` show `localTime`. Of two, where clocks are put back, the earlier one; undefined if they
 * never do, since they are put forward, or if it is no time.
 */
export function momentOf(localTime: string, timeZone: string): Date | undefined {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(localTime)
    ? Date.parse(`${localTime}Z`)
    : Number.NaN;
  // What can't be, such as 30 February, is read as another day.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(localTime)) return undefined;
  const dayMs = 86_400_000;
  const moments = [wall - dayMs, wall + dayMs]
    .map((near) => wall - offsetAt(near, timeZone))
    .filter((moment) => moment + offsetAt(moment, timeZone) === wall);
  return moments.length > 0 ? new Date(Math.min(...moments)) : undefined;
}

/** 3 December 2026, 09:00 CET */
export function zonedText(date: Date, timeZone: string): string {
  const local = localTimeOf(date, timeZone);
  const [year, month, day] = local.slice(0, 10).split("-").map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}, ${local.slice(11)} ${zoneName(date, timeZone)}`;
}

function zoneName(date: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" }).formatToParts(date);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** How far clocks in `timeZone` are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    ...{
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    },
  }).formatToParts(moment);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return wall - Math.floor(moment / 1000) * 1000;
}
