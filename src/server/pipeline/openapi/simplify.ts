import type { CreateDocumentOptions } from "zod-openapi";

type Rendered = Parameters<NonNullable<CreateDocumentOptions["override"]>>[0];

/** Turns what Zod renders into what a reader needs: no bounds and patterns that say nothing new, dates as they are sent. */
export function simplify({ jsonSchema, zodSchema, io }: Rendered, closed: boolean): void {
  const { type } = zodSchema._zod.def;
  if (type === "date" && io === "output") Object.assign(jsonSchema, { type: "string", format: "date-time" });
  if (type === "object" && io === "output" && !closed) delete jsonSchema.additionalProperties;
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
