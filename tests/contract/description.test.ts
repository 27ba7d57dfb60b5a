import { describe, expect, it } from "vitest";
import type { oas31 } from "zod-openapi";
import { createTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { credentialsOf } from "../support/resources/actors";
import type { World } from "../support/resources/resource";
import { prepare, send } from "../support/resources/scenario";
import { wideLimits } from "../support/wide-limits";
import { checked, validatorOf } from "./checks/answers";
import { operations, placeOf, resolve } from "./checks/description";
import { exampleOf, schemasOf } from "./checks/examples";

const program = startProgram(wideLimits);

describe("the examples", () => {
  it.each(operations)("of $id are there, and are what they should be", (operation) => {
    for (const { name, schema, pointer } of schemasOf(placeOf(operation), operation.described)) {
      const example = exampleOf(schema, `${operation.id} ${name}`);
      const validate = validatorOf(pointer);
      validate(example);
      expect(validate.errors ?? [], `${name}: ${JSON.stringify(example)}`).toEqual([]);
    }
  });

  it("of bodies are taken as they are", async () => {
    const tenant = await createTenant();
    const credentials = await credentialsOf(tenant, program.database());
    const world: World = { tenant, credentials, ask: checked };
    for (const operation of operations) {
      const { requestBody } = operation.described;
      if (!requestBody) continue;
      const { content } = resolve<oas31.RequestBodyObject>(requestBody);
      const example = exampleOf(content["application/json"]?.schema ?? {}, operation.id);
      // Whoever an article is handed over to must be there.
      const body = hasAuthor(example) ? { ...example, authorId: tenant.admin.userId } : example;
      const answer = await send(world, await prepare(world, operation), { body });
      // What one example has made, such as a tag, may be in the way of another.
      expect([200, 201, 204, 409], `${operation.id}: ${answer.text}`).toContain(answer.status);
    }
  });
});

function hasAuthor(example: unknown): example is object {
  return typeof example === "object" && example !== null && "authorId" in example;
}
