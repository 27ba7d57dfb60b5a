import { z } from "zod";

/** A signed-in browser as its owner sees it. */
export const sessionResponse = z
  .object({
    id: z.string().meta({ example: "6e5e6a89d47d6bfd3e38ee679b4456d4c7072f8370d93c9009c47d1a595c5723" }),
    device: z.string().meta({ example: "Firefox on Linux" }),
    organisation: z
      .string()
      .meta({ description: "Name of the organisation that it is in", example: "Harbour Press" }),
    address: z.string().nullable().meta({ description: "Network address that it was started from" }),
    startedAt: z.date(),
    lastSeenAt: z.date().meta({ description: "Accurate to five minutes" }),
    isCurrent: z.boolean().meta({ description: "The one that asks" }),
  })
  .meta({ id: "Session" });
