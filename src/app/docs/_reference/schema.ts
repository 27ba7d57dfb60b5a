/** The parts of JSON Schema that the API's description uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

/** Finds what a reference names: a schema, a response or a header. */
export type Resolve = <Thing extends { $ref?: string }>(thing: Thing) => Thing;

/** The alternatives of a schema, without null. */
export function alternatives(schema: Schema, resolve: Resolve): Schema[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (!options) return [schema];
  return options.map(resolve).filter(({ type }) => type !== "null");
}

/** A schema's type in a few words: "text", "list of text", "date and time, or null". */
export function typeWords(given: Schema, resolve: Resolve): string {
  const schema = resolve(given);
  const words = [...new Set(alternatives(schema, resolve).map((option) => wordsOf(option, resolve)))];
  return isNullable(schema, resolve) ? `${words.join(" or ")}, or null` : words.join(" or ");
}

function isNullable({ type, anyOf, oneOf }: Schema, resolve: Resolve): boolean {
  if (Array.isArray(type)) return type.includes("null");
  return (anyOf ?? oneOf ?? []).some((option) => resolve(option).type === "null");
}

const formats: Record<string, string> = {
  "date-time": "date and time",
  uuid: "id",
  email: "e-mail address",
  uri: "address",
};

const types: Record<string, string> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
};

function wordsOf(schema: Schema, resolve: Resolve): string {
  const type = [schema.type].flat().find((name) => name !== "null");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return "one of";
  if (type === "array" && schema.items) return `list of ${typeWords(schema.items, resolve)}`;
  if (schema.format) return formats[schema.format] ?? schema.format;
  return types[type ?? ""] ?? (schema.properties ? "object" : "anything");
}

/** What a value must fulfil beside its type, in short: "1 to 200 characters". */
export function boundsOf(given: Schema, resolve: Resolve): string[] {
  const [schema = given] = alternatives(resolve(given), resolve);
  return [
    range(schema.minLength, schema.maxLength, "characters"),
    range(schema.minItems, schema.maxItems, "entries"),
    range(schema.minimum, schema.maximum, ""),
    schema.items ? range(schema.items.minLength, schema.items.maxLength, "characters each") : undefined,
  ].filter((words) => words !== undefined);
}

function range(min: number | undefined, max: number | undefined, unit: string): string | undefined {
  const number = (value: number) => value.toLocaleString("en");
  const words =
    min !== undefined && max !== undefined
      ? `${number(min)} to ${number(max)}`
      : max !== undefined
        ? `at most ${number(max)}`
        : min !== undefined
          ? `at least ${number(min)}`
          : undefined;
  return words && `${words} ${unit}`.trim();
}
