import { expect, it } from "vitest";
import { compileErrors, generatedClient } from "../support/client";

const client = generatedClient();

it("compiles at its strictest", () => {
  expect(compileErrors(client.file)).toEqual([]);
}, 120_000);
