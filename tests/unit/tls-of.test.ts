import { describe, expect, it } from "vitest";
import { tlsOf } from "@/db/client";

describe("TLS to Postgres", () => {
  it.each([
    ["postgres://app@host/db", false],
    ["postgres://app@host/db?sslmode=disable", false],
    ["postgres://app@host/db?sslmode=no-verify", { rejectUnauthorized: false }],
    ["postgres://app@host/db?sslmode=prefer", "verify-full"],
    ["postgres://app@host/db?sslmode=require", "verify-full"],
    ["postgres://app@host/db?sslmode=verify-full", "verify-full"],
  ])("%s", (url, expected) => {
    expect(tlsOf(url)).toEqual(expected);
  });
});
