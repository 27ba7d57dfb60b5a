import { describe, expect, it } from "vitest";
import { isSignIn, kindOf, safeNext } from "@/server/http/paths";

describe("paths of the gate", () => {
  it.each([
    ["/", "public"],
    ["/login", "public"],
    ["/login-anything", "public"],
    ["/p/acme/hello", "public"],
    ["/dashboard", "protected-page"],
    ["/dashboard/", "protected-page"],
    ["/dashboardish", "public"],
    ["/articles/new", "protected-page"],
    ["/settings/api-keys", "protected-page"],
    ["/api/v1/articles", "protected-api"],
    ["/api/anything", "protected-api"],
    ["/api/health", "public"],
    ["/api/healthy", "protected-api"],
    ["/apiary", "public"],
  ])("%s is %s", (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });

  it("knows where passwords are sent to, by whole segments", () => {
    expect(isSignIn("/login")).toBe(true);
    expect(isSignIn("/login-anything")).toBe(false);
  });
});

describe("where to go after signing in", () => {
  it.each(["/articles?status=draft", "/dashboard", "/settings/api-keys"])("keeps %s", (next) => {
    expect(safeNext(next)).toBe(next);
  });

  it.each([
    undefined,
    "",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "dashboard",
  ])("leads to the dashboard instead of %j", (next) => {
    expect(safeNext(next)).toBe("/dashboard");
  });
});
