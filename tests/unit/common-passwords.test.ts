import { describe, expect, it } from "vitest";
import { isCommonPassword, isPersonalPassword } from "@/server/auth/common-passwords";
import { newPassword } from "@/server/auth/passwords";
import { signUp } from "@/server/auth/schema";

describe("common passwords", () => {
  it.each([
    "password",
    "PASSWORD",
    "Password1!",
    "12345678",
    "qwertyuiop",
    "iloveyou",
    "sunshine2024",
    "letmein123",
  ])("%s is one", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each(["correct horse battery staple", "seven quiet otters on ice", "xk7#Lq2m9$", "5839205716382940571"])(
    "%s is none",
    (password) => {
      expect(isCommonPassword(password)).toBe(false);
    },
  );

  it("are refused with a word that helps", () => {
    const parsed = newPassword.safeParse("password");
    expect(parsed.error?.issues[0]?.message).toMatch(/everybody tries first; three or four unrelated words/);
  });
});

describe("passwords made of the words around them", () => {
  const words = ["Harbour Gazette", "ada.lindqvist@harbour.example", "Ada Lindqvist"];

  it.each([
    "HarbourGazette",
    "harbour-gazette!",
    "Harbour Gazette 2026",
    "ada.lindqvist@harbour.example",
    "ADALINDQVIST1",
    "Ada.Lindqvist",
  ])("%s is one", (password) => {
    expect(isPersonalPassword(password, words)).toBe(true);
  });

  it.each(["Harbour Gazette on ice", "lindqvist quiet otters", "harbour"])("%s is none", (password) => {
    expect(isPersonalPassword(password, words)).toBe(false);
  });

  it("are refused when signing up, at the field", () => {
    const form = { organisation: "Harbour Gazette", name: "Ada", email: "ada@harbour.example" };
    const parsed = signUp.safeParse({ ...form, password: "harbourgazette" });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ["password"] });
    expect(signUp.safeParse({ ...form, password: "seven quiet otters on ice" }).success).toBe(true);
  });
});
