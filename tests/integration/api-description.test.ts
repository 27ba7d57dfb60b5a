import { describe, expect, it } from "vitest";
import { callJson } from "../support/api";
import { startProgram } from "../support/program";

startProgram();

describe("the API's description", () => {
  it("is served to anyone, from any site, and not sent twice", async () => {
    const { status, headers, body } = await callJson("GET", "/api/v1/openapi.json");
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(body).toMatchObject({ openapi: "3.1.0", servers: [{ url: "http://localhost:3000/api/v1" }] });
    const etag = headers.get("etag") ?? "";
    const again = await callJson("GET", "/api/v1/openapi.json", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  it("names each operation once, and each with a section that is described", async () => {
    const { body } = await callJson("GET", "/api/v1/openapi.json");
    const operations = Object.values(body.paths).flatMap((path) => Object.values(path as object));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const described = body.tags.map(({ name }: { name: string }) => name);
    for (const { tags } of operations) expect(described).toContain(tags[0]);
  });
});
