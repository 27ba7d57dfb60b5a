import { z } from "zod";
import { type EventType, eventTypes } from "../events/record";
import { line } from "../platform/text";

const types = Object.keys(eventTypes) as [EventType, ...EventType[]];

const moment = z.iso
  .datetime({ offset: true, error: "must be a date and time such as 2026-11-22T09:30:00Z" })
  .transform((value) => new Date(value))
  .refine((date) => date.getFullYear() >= 1, { error: "must be after the year 0" })
  .optional();

/** What of the audit log is asked for. */
export const auditFilter = z.strictObject({
  type: z.enum(types, { error: "is not a type of event" }).optional(),
  actorId: z.uuid().optional(),
  subjectId: z.uuid().optional(),
  requestId: line(64).optional(),
  from: moment,
  to: moment,
});
export type AuditFilter = z.output<typeof auditFilter>;

export const listAudit = auditFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** The id of the last entry of the page before. */
  cursor: z.uuid().optional(),
});
export type ListAudit = z.output<typeof listAudit>;
