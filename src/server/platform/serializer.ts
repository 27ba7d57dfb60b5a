import { z } from "zod";

/** Makes of a value what may be shown of it. */
type Serialize = (value: unknown) => unknown;

const asItIs: Serialize = (value) => value;

/**
 * What an answer shows, made once from the schema of the answer: the fields that the schema names and no others, whatever
 * a row may come to hold, and dates as ISO 8601. Nothing is validated: types see to that. Throws, when it is made, for a
 * schema that could let other fields through.
 */
export function serializerOf<Schema extends z.ZodType>(schema: Schema): (value: z.input<Schema>) => unknown {
  return compiled(schema) ?? asItIs;
}

/** Undefined where values go out as they are. */
function compiled(schema: z.core.$ZodType): Serialize | undefined {
  if (schema instanceof z.ZodDate) return (value) => (value instanceof Date ? value.toISOString() : value);
  if (schema instanceof z.ZodObject) return objectOf(schema.shape);
  if (schema instanceof z.ZodArray) return eachOf(compiled(schema.element));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = compiled(schema.unwrap());
    return inner && ((value) => (value === undefined || value === null ? value : inner(value)));
  }
  if (schema instanceof z.ZodDiscriminatedUnion) return oneOf(schema);
  if (schema instanceof z.ZodUnion && schema.options.some(compiled))
    throw new Error("a union of what must be chosen from can't be serialized");
  if (schema instanceof z.ZodRecord && compiled(schema.valueType))
    throw new Error("a record of what must be chosen from can't be serialized");
  return undefined;
}

function objectOf(shape: z.core.$ZodShape): Serialize {
  const fields = Object.entries(shape).map(([name, schema]) => [name, compiled(schema)] as const);
  return (value) => {
    const source = value as Record<string, unknown>;
    const shown: Record<string, unknown> = {};
    for (const [name, serialize] of fields) {
      const field = source[name];
      if (field !== undefined) shown[name] = serialize ? serialize(field) : field;
    }
    return shown;
  };
}

/** By the field that tells which it is. Throws for a value that is none of them. */
function oneOf({ options, def: { discriminator } }: z.ZodDiscriminatedUnion): Serialize {
  const byName = new Map<unknown, Serialize>();
  for (const option of options) {
    const name = option instanceof z.ZodObject ? option.shape[discriminator] : undefined;
    if (!(name instanceof z.ZodLiteral)) throw new Error("a union needs objects that a literal tells apart");
    for (const one of name.values) byName.set(one, compiled(option) ?? asItIs);
  }
  return (value) => {
    const serialize = byName.get((value as Record<string, unknown>)[discriminator]);
    if (!serialize) throw new Error("a value is none of those that its union names");
    return serialize(value);
  };
}

function eachOf(serialize: Serialize | undefined): Serialize | undefined {
  return serialize && ((value) => (value as unknown[]).map(serialize));
}
