import { z } from "zod";

/** What many payloads of events hold. */

export const title = z.string().meta({ example: "Tides of the north harbour" });
export const slug = z.string().meta({ example: "tides-of-the-north-harbour" });
export const version = z.int().meta({ description: "After the change", example: 3 });
export const changed = z
  .string()
  .meta({ example: "title" })
  .array()
  .meta({ description: "Names of the fields that were sent" });
