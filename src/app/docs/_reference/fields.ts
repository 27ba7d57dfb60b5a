import { alternatives, boundsOf, type Resolve, type Schema, typeWords } from "./schema";

/** One line of a table: a parameter, a header, or a field of a body. */
export interface Field {
  /** With the fields around it: `tags[].slug`. */
  name: string;
  type: string;
  isRequired: boolean;
  description?: string;
  bounds: string[];
  /** What it may be, where that is a list. */
  options: string[];
  defaultValue?: string;
}

/** How deep fields within fields are listed. */
const depthMax = 5;

export function fieldOf(name: string, given: Schema, isRequired: boolean, resolve: Resolve): Field {
  const schema = resolve(given);
  const [first = schema] = alternatives(schema, resolve);
  const { enum: options = schema.items ? resolve(schema.items).enum : undefined } = first;
  const description = given.description ?? schema.description;
  return {
    name,
    type: typeWords(schema, resolve),
    isRequired,
    bounds: boundsOf(schema, resolve),
    options: (options ?? []).filter((option) => option !== null).map(String),
    ...(description ? { description } : {}),
    ...(schema.default === undefined ? {} : { defaultValue: String(schema.default) }),
  };
}

/** Every field of an object, and of the objects in it; the variants of alternatives one after another. */
export function fieldsOf(given: Schema, resolve: Resolve, prefix = "", depth = 0): Field[] {
  if (depth > depthMax) return [];
  const found = new Map<string, Field>();
  for (const schema of alternatives(resolve(given), resolve)) {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      const name = prefix + key;
      if (found.has(name)) continue;
      found.set(name, fieldOf(name, value, schema.required?.includes(key) ?? false, resolve));
      for (const inner of innerFields(name, value, resolve, depth)) found.set(inner.name, inner);
    }
  }
  return [...found.values()];
}

function innerFields(name: string, given: Schema, resolve: Resolve, depth: number): Field[] {
  const schema = resolve(given);
  return schema.items
    ? fieldsOf(schema.items, resolve, `${name}[].`, depth + 1)
    : fieldsOf(schema, resolve, `${name}.`, depth + 1);
}
