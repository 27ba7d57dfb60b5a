import { describe, expect, it } from "vitest";
import { check, outcomesOf } from "./checks/answers";
import { operationAt } from "./checks/description";

const operation = operationAt("GET", "/api/v1/tags/01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11");
const headers = {
  "content-type": "application/json",
  "x-request-id": "request-1",
  "ratelimit-policy": '"address";q=1;w=60',
  ratelimit: '"address";r=1;t=60',
};
const refusal = { success: false, error: "Tag not found", code: "tag_not_found", requestId: "request-1" };

function answer(status: number, body: unknown, changed: Record<string, string> = {}): Response {
  const all = Object.entries({ ...headers, ...changed }).filter(([, value]) => value !== "");
  return new Response(JSON.stringify(body), { status, headers: all });
}

describe("the check of an answer", () => {
  it("lets through what is described", async () => {
    expect((await check(operation, answer(404, refusal))).body).toEqual(refusal);
    const problem = {
      type: "/docs",
      title: "Tag not found",
      status: 404,
      code: "tag_not_found",
      requestId: "r",
    };
    await check(operation, answer(404, problem, { "content-type": "application/problem+json" }));
  });

  it.each([
    ["a status that isn't described", answer(409, refusal), "the status is not among"],
    ["a fault of ours", answer(500, { ...refusal, code: "internal_error" }), "the status is not among"],
    ["a code of another status", answer(404, { ...refusal, code: "slug_taken" }), "body/code"],
    ["a field too few", answer(404, { ...refusal, requestId: undefined }), "required property 'requestId'"],
    ["a field too many", answer(404, { ...refusal, stack: "at" }), "additional properties"],
    [
      "another type of content",
      answer(404, refusal, { "content-type": "text/html" }),
      "content type text/html",
    ],
    ["a missing header", answer(404, refusal, { ratelimit: "" }), "the header RateLimit is missing"],
  ])("refuses %s", async (_, response, words) => {
    await expect(check(operation, response)).rejects.toThrow(words);
  });

  it("knows what may be answered, by status and code", () => {
    expect(outcomesOf(operation)).toEqual(
      expect.arrayContaining(["200", "304", "401 unauthorized", "404 tag_not_found", "429 rate_limited"]),
    );
    expect(outcomesOf(operation)).not.toContain("default");
  });
});
