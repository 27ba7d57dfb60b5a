import { describe, expect, it } from "vitest";
import { apiRoutes } from "@/app/api/routes";
import { curlOf } from "@/app/docs/_reference/curl";
import { loadReference, sectionSlug, sectionsOf } from "@/app/docs/_reference/operations";
import { errorCodes } from "@/server/generated/error-codes";
import { loadRoutes } from "@/server/host/api-router";
import { operationsOf } from "@/server/pipeline/openapi/document";

import { startProgram } from "../support/program";

startProgram();

describe("the reference", () => {
  it("has every declared operation, under a section whose address is its own", async () => {
    const reference = await loadReference();
    const declared = operationsOf(await loadRoutes(apiRoutes)).map(({ declared: { id } }) => id);
    expect(reference.map(({ id }) => id).sort()).toEqual(declared.sort());
    const slugs = sectionsOf(reference).map(sectionSlug);
    expect(new Set([...slugs, "errors"]).size).toBe(slugs.length + 1);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z-]+$/);
  });

  it("begins the form of each operation with a body that is accepted", async () => {
    const reference = await loadReference();
    for (const { declared } of operationsOf(await loadRoutes(apiRoutes))) {
      const body = reference.find(({ id }) => id === declared.id)?.body;
      expect([declared.id, body !== undefined]).toEqual([declared.id, declared.body !== undefined]);
      if (!body) continue;
      const parsed = declared.body?.safeParse(JSON.parse(body.example));
      expect([declared.id, body.example, parsed?.error?.issues]).toEqual([
        declared.id,
        body.example,
        undefined,
      ]);
    }
  });

  it("knows what each part is, and only codes that are explained", async () => {
    for (const operation of await loadReference()) {
      const { pathParameters, queryParameters, headers, body, success, refusals } = operation;
      const given = [...pathParameters, ...queryParameters, ...headers, ...(body?.fields ?? [])];
      for (const { name, type } of given) expect([operation.id, name, type]).not.toContain("anything");
      expect([operation.id, success.headers.length]).not.toContain(0);
      for (const { codes } of refusals)
        expect(Object.keys(errorCodes)).toEqual(expect.arrayContaining(codes));
      expect(refusals.flatMap(({ codes }) => codes)).toContain("unauthorized");
    }
  });

  it("lists fields within fields, with what they may be", async () => {
    const create = (await loadReference()).find(({ id }) => id === "createArticle");
    const field = (name: string) => create?.body?.fields.find((one) => one.name === name);
    expect(field("title")).toMatchObject({ type: "text", isRequired: true, bounds: ["1 to 200 characters"] });
    expect(field("status")).toMatchObject({
      isRequired: false,
      defaultValue: "draft",
      options: ["draft", "published"],
    });
    expect(create?.success.fields.map(({ name }) => name)).toContain("data.author.name");
    expect(create?.whoMay).toBe("the roles author, editor and admin");
  });
});

describe("a line of curl", () => {
  it("stays one argument to the shell, whatever is in it", () => {
    const line = curlOf({ method: "POST", target: '/x?q=$(id)`"', body: `{"a":"it's"}` });
    expect(line).toContain(`-d '{"a":"it'\\''s"}'`);
    expect(line).toContain('"$URL/x?q=\\$(id)\\`\\""');
  });
});
