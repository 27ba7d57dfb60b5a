import { z } from "zod";
import { actorTypes } from "@/db/schema/enumerations";

/** One entry of the audit log as the API shows it. */
export const auditEntryResponse = z
  .object({
    id: z.uuid(),
    type: z.string().meta({ description: "Subject and verb", example: "article.published" }),
    subjectType: z.string().meta({ example: "article" }),
    subjectId: z.uuid(),
    actorType: z.enum(actorTypes),
    actorId: z.uuid(),
    actorName: z.string().meta({ description: "As it was at that time", example: "Ada Okafor" }),
    requestId: z.string().meta({ example: "6f1c1c1e-4d8e-4f4b-9a53-0c1f2a8f3b7d" }),
    address: z.string().nullable().meta({ description: "The client's network address" }),
    payload: z.record(z.string(), z.unknown()).meta({ example: { title: "Tides of the north harbour" } }),
    createdAt: z.date(),
  })
  .meta({ id: "AuditEntry" });
