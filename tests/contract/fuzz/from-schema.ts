import fc from "fast-check";
import type { oas31 } from "zod-openapi";
import { resolve } from "../checks/description";

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

/** How much longer than it must be a generated text or list may be. */
const room = 40;

/** Values that a schema of the description allows. What it can't say (a sum, a date that has passed) may be wrong with them. */
export function valuesOf(reference: Schema): fc.Arbitrary<unknown> {
  const schema = resolve<oas31.SchemaObject>(reference);
  const generated = generatedFor(schema);
  return schema.example === undefined ? generated : fc.oneof(generated, fc.constant(schema.example));
}

function generatedFor(schema: oas31.SchemaObject): fc.Arbitrary<unknown> {
  const { const: only, enum: choices, anyOf, oneOf, type } = schema;
  if (only !== undefined) return fc.constant(only);
  if (choices) return fc.constantFrom<unknown>(...choices);
  const alternatives = anyOf ?? oneOf;
  if (alternatives) return fc.oneof(...alternatives.map(valuesOf));
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => generatedFor({ ...schema, type: one })));
  return ofType(schema);
}

function ofType(schema: oas31.SchemaObject): fc.Arbitrary<unknown> {
  const { minimum = -1_000, maximum = 1_000_000, minItems = 0, maxItems = 5 } = schema;
  switch (schema.type) {
    case "string":
      return textOf(schema);
    case "integer":
      return fc.integer({ min: minimum, max: maximum });
    case "number":
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valuesOf(schema.items ?? {}), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, 5)),
      });
    case "object":
      return objectOf(schema);
    default:
      return fc.jsonValue();
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = minLength + room }: oas31.SchemaObject) {
  if (format === "uuid") return fc.uuid();
  if (format === "email") return fc.emailAddress();
  if (format === "date-time") return dateTimes;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, "u"), { size: "small" });
  return fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, minLength + room) });
}

const dateTimes = fc
  .date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

function objectOf({ properties = {}, required = [] }: oas31.SchemaObject): fc.Arbitrary<object> {
  const fields: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema)]),
  );
  return fc.record(fields, { requiredKeys: required });
}
