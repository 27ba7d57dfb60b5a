/** A chapter of the API's description: a feature's `schema.ts` declares its own, `npm run generate` collects them. */
export interface SectionDefinition {
  /** Chapters stand in the order of these numbers. */
  place: number;
  /** What its operations are about. */
  description: string;
}
export type SectionDefinitions = Record<string, SectionDefinition>;
