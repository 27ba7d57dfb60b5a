/** What an error code of a feature means: its `error-codes.ts` declares them, `npm run generate` collects them. */
export interface ErrorDefinition {
  /** Of HTTP; serves REST, actions and pages. */
  status: number;
  /** What whoever asked is told, unless the place that throws it knows more. */
  title: string;
  /** For the reference of the API. Markdown within a line. */
  meaning: string;
  /** What to do about it. */
  remedy: string;
}
export type ErrorDefinitions = Record<string, ErrorDefinition>;

/** Which field is at fault when a constraint of the database is violated, and how: by the constraint's name. */
export interface ConstraintError {
  /** One of any feature. */
  code: string;
  path: string;
  message: string;
}
export type ConstraintErrors = Record<string, ConstraintError>;

/** The remedy for whatever isn't found by its id. */
export const notFoundRemedy =
  "Look for it in its list; it was deleted, never was, or belongs to another organisation: these are answered alike.";
