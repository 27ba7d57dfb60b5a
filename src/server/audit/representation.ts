import { z } from "zod";
import { actorTypes } from "@/db/schema/enumerations";

/** One entry of the audit log as the API shows it. */
export const auditEntryRepresentation = z
  .object({
    id: z.uuid(),
    type: z.string().meta({ description: "Subject and verb", example: "article.published" }),
    subjectType: z.string().meta({ example: "article" }),
    subjectId: z.uuid(),
    actorType: z.enum(actorTypes),
    actorId: z.uuid(),
    actorName: z.string().meta({ description: "As it was at that time" }),
    requestId: z.string(),
    address: z.string().nullable().meta({ description: "The client's network address" }),
    payload: z.record(z.string(), z.unknown()),
    createdAt: z.date(),
  })
  .meta({ id: "AuditEntry" });
