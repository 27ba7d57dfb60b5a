import { describe, expect, it } from "vitest";
import { isSignIn, kindOf, loggablePath, safeNext } from "@/server/pipeline/paths";

describe("paths of the middleware", () => {
  it.each([
    ["/", "public"],
    ["/login", "public"],
    ["/login-anything", "public"],
    ["/p/acme/hello", "public"],
    ["/dashboard", "protected-page"],
    ["/dashboard/", "protected-page"],
    ["/dashboardish", "public"],
    ["/articles/new", "protected-page"],
    ["/comments", "protected-page"],
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
    for (const path of [
      "/login/code",
      "/forgot-password",
      "/reset-password/x",
      "/invitation/x",
      "/register/x",
    ]) {
      expect(isSignIn(path), path).toBe(true);
    }
  });

  it.each([
    ["/reset-password/a-secret", "/reset-password/…"],
    ["/invitation/a-secret/and-more", "/invitation/…"],
    ["/verify-email/a-secret", "/verify-email/…"],
    ["/register/a-secret", "/register/…"],
    ["/register", "/register"],
    ["/registered/x", "/registered/x"],
    ["/articles/new", "/articles/new"],
  ])("%s is logged as %s", (path, logged) => {
    expect(loggablePath(path)).toBe(logged);
  });
});

describe("where to go after signing in", () => {
  it.each([
    "/articles?status=draft",
    "/dashboard",
    "/settings/api-keys",
    "/articles?next=//elsewhere.example",
    "/a/%2F/b",
  ])("keeps %s", (next) => {
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
    "/.//evil.example",
    "/..//evil.example",
    "/././/evil.example",
    "/a/..//evil.example",
    "/a/b/../..//evil.example/x?y",
    "/%2e//evil.example",
    "/%2E%2e//evil.example",
    "/a/%2e%2e//evil.example",
    "/.\\evil.example",
    "/a/..\\/evil.example",
    "/.\t//evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/.//user@evil.example:8080/",
    " //evil.example",
  ])("leads to the dashboard instead of %j", (next) => {
    expect(safeNext(next)).toBe("/dashboard");
  });
});
