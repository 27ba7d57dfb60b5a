import type { oas31 } from "zod-openapi";
import { resolve } from "./description";

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

/** What a text of a format looks like, where the schema has no example of its own. */
const formats: Record<string, string> = {
  uuid: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11",
  "date-time": "2026-11-22T09:30:00Z",
  date: "2026-11-22",
};

/**
 * The example that a reader of the description sees, put together as reference pages do it: from the examples of the parts.
 * Throws for a text that has none and that nobody could guess.
 */
export function exampleOf(reference: Schema, path: string): unknown {
  const schema = resolve<oas31.SchemaObject>(reference);
  const { example, const: only, enum: choices, anyOf, oneOf, default: preset } = schema;
  if (example !== undefined) return example;
  if (only !== undefined) return only;
  if (preset !== undefined) return preset;
  if (choices) return choices[0];
  const [first] = anyOf ?? oneOf ?? [];
  return first ? exampleOf(first, path) : exampleOfType(schema, path);
}

function exampleOfType(schema: oas31.SchemaObject, path: string): unknown {
  const { type, format, minimum = 0, items = {}, properties = {} } = schema;
  if (Array.isArray(type))
    return type.includes("null") ? null : exampleOfType({ ...schema, type: type[0] }, path);
  if (type === "integer" || type === "number") return Math.max(minimum, 1);
  if (type === "boolean") return true;
  if (type === "null") return null;
  if (type === "array") return [exampleOf(items, `${path}[]`)];
  if (type === "object") {
    const parts = Object.entries(properties).map(([name, part]) => [
      name,
      exampleOf(part, `${path}.${name}`),
    ]);
    return Object.fromEntries(parts);
  }
  const known = formats[format ?? ""];
  if (known === undefined)
    throw new Error(`${path} needs an example: \`.meta({ example: … })\` on its schema`);
  return known;
}

/** Every schema that the description gives for what is sent and answered, with a name and its JSON pointer. */
export function* schemasOf(
  place: string,
  { parameters = [], requestBody, responses = {} }: oas31.OperationObject,
): Generator<{ name: string; schema: Schema; pointer: string }> {
  for (const [index, one] of parameters.entries()) {
    const { name, schema = {} } = resolve<oas31.ParameterObject>(one);
    yield { name: `parameter ${name}`, schema, pointer: `${place}/parameters/${index}/schema` };
  }
  if (requestBody)
    yield* contentOf("body", resolve<oas31.RequestBodyObject>(requestBody), `${place}/requestBody`);
  for (const [status, response] of Object.entries(responses)) {
    const pointer = "$ref" in response ? String(response.$ref) : `${place}/responses/${status}`;
    yield* contentOf(status, resolve<oas31.ResponseObject>(response), pointer);
  }
}

function* contentOf(name: string, { content = {} }: { content?: oas31.ContentObject }, place: string) {
  for (const [type, { schema = {} }] of Object.entries(content)) {
    const pointer = `${place}/content/${type.replaceAll("/", "~1")}/schema`;
    yield { name: `${name} as ${type}`, schema, pointer };
  }
}
