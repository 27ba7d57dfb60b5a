import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderPermissions } from "../isolation/matrix/render";

it("docs/permissions.md is rendered from tests/resources", () => {
  const file = "docs/permissions.md";
  const rendered = renderPermissions();
  if (process.env.UPDATE_DOCS) writeFileSync(file, rendered);
  expect(readFileSync(file, "utf8"), "run UPDATE_DOCS=1 npm test -- permissions").toBe(rendered);
});
