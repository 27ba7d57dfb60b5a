import { afterEach, beforeEach, expect, vi } from "vitest";

/** What a test means to print goes through its own spy; anything else on console.error is a fault that hides. */
let errors: unknown[][] = [];

beforeEach(() => {
  errors = [];
  vi.spyOn(console, "error").mockImplementation((...words: unknown[]) => {
    errors.push(words);
  });
});

afterEach(() => {
  expect(errors, "console.error was called unexpectedly").toEqual([]);
});
