import { describe, expect, it } from "vitest";
import { minutesToRead } from "@/app/p/[tenant]/[slug]/reading-time";
import { siteDay, siteMinutes } from "@/app/p/[tenant]/site-text";
import { directionOf, isLanguage, isTimeZone } from "@/server/platform/locale";

describe("the minutes to read", () => {
  it.each([
    ["nothing", "", 1, 1],
    ["English", "The ebb was late again. ".repeat(440), 10, 10],
    ["Chinese", "港口今天很安静。".repeat(1_000), 16, 27],
    ["Japanese", "港は今日とても静かです。".repeat(400), 9, 16],
    ["Thai", "ท่าเรือเงียบสงบมากวันนี้".repeat(200), 6, 16],
    ["Korean, with blanks", "항구는 오늘 조용하다. ".repeat(440), 5, 7],
    ["Chinese with English words", "港口 harbour 安静 quiet ".repeat(500), 8, 12],
    ["code, which is left out", `Words.\n\n~~~js\n${"let x = 1;\n".repeat(5_000)}~~~\n`, 1, 1],
    ["a megabyte", "The ebb was late again. ".repeat(42_000), 900, 1_000],
  ])("of %s", (_name, text, least, most) => {
    const minutes = minutesToRead(text);
    expect(minutes).toBeGreaterThanOrEqual(least);
    expect(minutes).toBeLessThanOrEqual(most);
  });
});

describe("a publication's language", () => {
  const moment = new Date("2016-07-08T16:30:00Z");
  it.each([
    ["en-GB", "UTC", "8 July 2016", "5 minutes"],
    ["en-GB", "Asia/Hong_Kong", "9 July 2016", "5 minutes"],
    ["de", "Europe/Berlin", "8. Juli 2016", "5 Minuten"],
    ["ja", "Asia/Tokyo", "2016年7月9日", "5 分"],
  ])("%s in %s", (language, timeZone, day, minutes) => {
    const locale = { language, timeZone };
    expect([siteDay(moment, locale), siteMinutes(5, locale)]).toEqual([day, minutes]);
  });

  it("has a direction", () => {
    expect(["en", "ar", "he", "fa", "ur", "az-Arab", "ja"].map(directionOf)).toEqual(
      ["ltr", "rtl", "rtl", "rtl", "rtl", "rtl", "ltr"], // by script
    );
  });

  it.each(["en", "de-CH", "ar", "zh-Hant", "pt-br"])("%s is one", (tag) =>
    expect(isLanguage(tag)).toBe(true),
  );
  it.each(["", "x", "english language", "en_US", "xx-yy-zz"])("%j is none", (tag) =>
    expect(isLanguage(tag)).toBe(false),
  );
  it.each(["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"])("%s is a time zone", (name) =>
    expect(isTimeZone(name)).toBe(true),
  );
  it.each(["", "+02:00", "Berlin", "Europe/Atlantis"])("%j is no time zone", (name) =>
    expect(isTimeZone(name)).toBe(false),
  );
});
