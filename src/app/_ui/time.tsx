import { dayText, momentText, relativeText } from "../_lib/dates";

/**
 * A moment, for machines and people. Only for server components: "3 minutes ago" is reckoned once, where the page is
 * made, so that there is nothing for the browser to disagree with.
 */
export function Time({ value, as }: { value: Date; as: "day" | "moment" | "relative" }) {
  const texts = {
    day: dayText,
    moment: momentText,
    relative: (date: Date) => relativeText(date, new Date()),
  };
  return (
    <time dateTime={value.toISOString()} title={as === "moment" ? undefined : momentText(value)}>
      {texts[as](value)}
    </time>
  );
}
