import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localTimeOf, momentOf, zonedText } from "@/lib/zoned-time";

describe("the moment of a local time", () => {
  it.each([
    ["2026-12-03T09:00", "Europe/Berlin", "2026-12-03T08:00:00.000Z"],
    ["2026-07-03T09:00", "Europe/Berlin", "2026-07-03T07:00:00.000Z"],
    ["2026-12-03T09:00:30", "UTC", "2026-12-03T09:00:30.000Z"],
    ["2026-12-31T23:30", "America/New_York", "2027-01-01T04:30:00.000Z"],
    ["2026-06-01T12:00", "Asia/Kathmandu", "2026-06-01T06:15:00.000Z"],
    ["2026-06-01T12:00", "Pacific/Kiritimati", "2026-05-31T22:00:00.000Z"],
    ["2026-06-01T12:00", "Pacific/Pago_Pago", "2026-06-01T23:00:00.000Z"],
    // Clocks are put back: the earlier of two.
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    // By half an hour.
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
    ["2026-03-29T01:59", "Europe/Berlin", "2026-03-29T00:59:00.000Z"],
    ["2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ])("%s in %s is %s", (local, zone, moment) => {
    expect(momentOf(local, zone)?.toISOString()).toBe(moment);
  });

  it.each([
    ["2026-03-29T02:30", "Europe/Berlin"],
    ["2026-03-08T02:00", "America/New_York"],
    ["2026-02-30T09:00", "UTC"],
    ["2026-12-03T24:00", "UTC"],
    ["2026-12-03T23:59:60", "UTC"],
    ["2026-12-03", "UTC"],
    ["2026-12-03T09:00Z", "UTC"],
    ["", "UTC"],
  ])("%s in %s is none", (local, zone) => {
    expect(momentOf(local, zone)).toBeUndefined();
  });

  it("is the one that is shown so, in every zone", () => {
    const zones = fc.constantFrom("UTC", ...Intl.supportedValuesOf("timeZone"));
    const seconds = fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2100, 0) / 1000 });
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const local = localTimeOf(new Date(second * 1000), zone);
        const moment = momentOf(local, zone);
        expect(moment && localTimeOf(moment, zone)).toBe(local);
        expect(moment?.getTime()).toBeLessThanOrEqual(second * 1000);
      }),
    );
  });
});

it("a moment is shown with its zone", () => {
  const moment = new Date("2026-12-03T08:00:00Z");
  expect(zonedText(moment, "UTC")).toBe("3 December 2026, 08:00 UTC");
  expect(zonedText(moment, "Europe/Berlin")).toMatch(/^3 December 2026, 09:00 (CET|GMT\+1)$/);
});
