/** Stand for the API where `runtime.ts` is checked by itself; the generated file has the real ones instead. */
export type paths = Record<never, never>;
export type operations = Record<never, { responses: unknown }>;
