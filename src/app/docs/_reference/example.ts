import { alternatives, type Resolve, type Schema } from "./schema";

const byFormat: Record<string, string> = {
  uuid: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11",
  "date-time": "2026-11-22T09:30:00.000Z",
  email: "ada@example.org",
  uri: "https://example.org/",
};

/** A value as a schema describes it: its own example, its default, its first option, or something of the right type. */
export function exampleOf(
  given: Schema,
  resolve: Resolve,
  options: { onlyRequired?: boolean } = {},
): unknown {
  const schema = resolve(given);
  const [first = schema] = alternatives(schema, resolve);
  for (const value of [schema.example, schema.examples?.[0], first.example, first.const, schema.default]) {
    if (value !== undefined) return value;
  }
  if (schema.anyOf?.some((option) => resolve(option).type === "null") || schema.type?.includes("null"))
    return null;
  if (first.enum) return first.enum[0];
  if (first.properties) return exampleObject(first, resolve, options);
  return exampleOfType(first, resolve, options);
}

function exampleObject(schema: Schema, resolve: Resolve, options: { onlyRequired?: boolean }): object {
  const entries = Object.entries(schema.properties ?? {});
  const needed = entries.filter(([name]) => schema.required?.includes(name));
  // Where nothing is required, as in changes, one field shows what is meant.
  const shown = options.onlyRequired ? (needed.length > 0 ? needed : entries.slice(0, 1)) : entries;
  return Object.fromEntries(shown.map(([name, value]) => [name, exampleOf(value, resolve, options)]));
}

function exampleOfType(schema: Schema, resolve: Resolve, options: { onlyRequired?: boolean }): unknown {
  const type = [schema.type].flat().find((name) => name !== "null");
  if (type === "array") return schema.items ? [exampleOf(schema.items, resolve, options)] : [];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "object") return {};
  return byFormat[schema.format ?? ""] ?? "text";
}
