"use client";

import { zonedText } from "@/lib/zoned-time";
import { useTimeZone } from "../_lib/use-time-zone";

/** A moment to come, as people's own clocks will show it, with the zone. */
export function LocalTime({ value }: { value: Date }) {
  const timeZone = useTimeZone();
  return (
    <time dateTime={value.toISOString()} title={timeZone} className="tabular-nums">
      {zonedText(value, timeZone)}
    </time>
  );
}
