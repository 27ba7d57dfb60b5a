import { z } from "zod";
import type { EventType } from "../events/types";
import { eventTypes } from "../generated/event-types";
import { datetime } from "../platform/datetime-schema";
import { integerString } from "../platform/integer-schema";
import type { SectionDefinitions } from "../platform/section-definition";
import { line } from "../platform/text";

export const sections = {
  "Audit log": { place: 120, description: "Who did what to what, when and from where." },
} satisfies SectionDefinitions;

const types = Object.keys(eventTypes) as [EventType, ...EventType[]];

/** What of the audit log is asked for. */
export const auditFilter = z.strictObject({
  type: z.enum(types, { error: "is not a type of event" }).optional(),
  actorId: z.uuid().optional(),
  subjectId: z.uuid().optional(),
  requestId: line(64).meta({ example: "import-2026-11-22" }).optional(),
  from: datetime().optional(),
  to: datetime().optional(),
});
export type AuditFilter = z.output<typeof auditFilter>;

export const listAudit = auditFilter.extend({
  limit: integerString(1, 100).default(50),
  /** The id of the last entry of the page before. */
  cursor: z.uuid().optional(),
});
export type ListAudit = z.output<typeof listAudit>;

/** The audit log as a file. */
export const auditFile = z.string().meta({
  description: "RFC 4180, with the names of the columns in the first line",
  example: "id,time,type,subjectType,subjectId,actorType,actorId,actorName,address,requestId,payload\r\n",
});
