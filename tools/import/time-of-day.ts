const hourMs = 3_600_000;

/** Hours from UTC of names that mean one zone everywhere; IST, BST and others like them mean several. */
const zones: Record<string, number> = {
  ...{ z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, west: 1, cet: 1, cest: 2, eet: 2, eest: 3, msk: 3 },
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10 },
  ...{ jst: 9, kst: 9, acst: 9.5, acdt: 10.5, aest: 10, aedt: 11, awst: 8, nzst: 12, nzdt: 13 },
};
const clock = /^(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:([ap])\.?m\b\.?)?\s*(.*)$/i;

/**
 * The milliseconds from midnight UTC of the day to a time of the day, such as `8:30 PM PST` or `08:30:00.5+02:00`. UTC
 * without a zone. Undefined if it isn't one, or in a zone that isn't known.
 */
export function parseTimeOfDay(text: string): number | undefined {
  const found = clock.exec(text);
  if (!found) return undefined;
  const [, hourText = "", minute, second = "0", fraction = "0", half, zone = ""] = found;
  if (minute === undefined && !half) return undefined;
  const hour = hourOf(Number(hourText), half?.toLowerCase());
  const offset = zoneOf(zone);
  if (hour === undefined || offset === undefined) return undefined;
  if (Number(minute ?? 0) > 59 || Number(second) > 59) return undefined;
  const seconds = hour * 3600 + Number(minute ?? 0) * 60 + Number(second);
  return seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000) - offset * hourMs;
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

/** Hours from UTC; undefined if it isn't known. What stands in brackets only names what was said before. */
function zoneOf(text: string): number | undefined {
  const zone = text.replace(/\s*(?:\([^()]*\)|\[[^[\]]*\])$/, "").trim();
  if (zone === "") return text.trim() === "" ? 0 : undefined;
  const named = zones[zone.toLowerCase()];
  if (named !== undefined) return named;
  const [, sign, hours = "", minutes = "0"] =
    /^(?:utc|gmt|z)?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?$/i.exec(zone) ?? [];
  if (!sign || Number(hours) > 18 || Number(minutes) > 59) return undefined;
  const amount = Number(hours) + Number(minutes) / 60;
  return sign === "+" ? amount : -amount;
}
