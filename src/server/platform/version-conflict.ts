import { z } from "zod";

/**
 * What a 412 tells beside its ETag, so that a client can merge: which fields were changed since the version that it
 * built on, and what the small ones hold now. A field may be listed although it is back at its former value, but one
 * that differs is never left out.
 */
export const versionConflict = z
  .object({
    currentVersion: z.int(),
    baseVersion: z.int().nullable().meta({
      description:
        "The version that you named; null if you named none that ever was: then every field is listed",
    }),
    changed: z
      .array(
        z.object({
          field: z.string().meta({ example: "title" }),
          current: z.unknown().optional().meta({
            description: "What it holds now; left out for long texts, which are to be read anew",
            example: "Tides of the south harbour",
          }),
        }),
      )
      .meta({ description: "What was changed since" }),
  })
  .meta({ id: "VersionConflict" });
export type VersionConflict = z.output<typeof versionConflict>;
