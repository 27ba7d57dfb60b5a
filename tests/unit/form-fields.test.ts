import { describe, expect, it } from "vitest";
import { echoOf, textFields } from "@/server/pages/form-fields";

describe("what is typed again into a refused form", () => {
  it("is all of it, up to as many characters as the page has room for", () => {
    const typed = { title: "Tides", content: "x".repeat(95) };
    expect(echoOf(typed, 100)).toEqual(typed);
    expect(echoOf(typed, 99)).toEqual({ title: "Tides" });
    expect(echoOf(typed, 0)).toEqual({});
  });

  it("leaves out what doesn't fit, whole, and keeps what comes after it", () => {
    expect(echoOf({ content: "x".repeat(101), slug: "tides", tags: "sea" }, 100)).toEqual({
      slug: "tides",
      tags: "sea",
    });
  });

  it.each(["password", "newPassword", "currentPassword", "code", "recoveryCode", "token", "PASSWORD"])(
    "is never %s",
    (name) => {
      expect(echoOf({ email: "ada@example.org", [name]: "hunter2" }, 100)).toEqual({
        email: "ada@example.org",
      });
    },
  );
});

describe("the fields of a form", () => {
  function formOf(count: number, prefix = "field"): FormData {
    const form = new FormData();
    for (let index = 0; index < count; index += 1) form.append(`${prefix}${index}`, "x");
    return form;
  }

  it("are text, without files and without what the framework adds", () => {
    const form = formOf(1);
    form.append("$ACTION_ID_1", "");
    form.append("file", new Blob(["x"]));
    expect(textFields(form)).toEqual({ field0: "x" });
  });

  it("are no more than any form has, also where one name comes again and again", () => {
    expect(Object.keys(textFields(formOf(64)))).toHaveLength(64);
    expect(() => textFields(formOf(65))).toThrow(/too many fields/);
    const again = new FormData();
    for (let index = 0; index < 65; index += 1) again.append("title", "x");
    expect(() => textFields(again)).toThrow(/too many fields/);
  });

  it.each([[undefined], [null], ["title=x"], [{ title: "x" }]])("are not read from %j", (form) => {
    expect(() => textFields(form)).toThrow(/A form is expected/);
  });
});
