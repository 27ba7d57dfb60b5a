import { uuidv7 } from "uuidv7";
import * as events from "@/db/repositories/events";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";

/** Every type of event, with the kind of thing that it is about. */
export const eventTypes = {
  "tenant.created": "tenant",
  "member.invited": "invitation",
  "invitation.resent": "invitation",
  "invitation.cancelled": "invitation",
  "member.joined": "member",
  "member.renamed": "member",
  "member.role_changed": "member",
  "member.suspended": "member",
  "member.reactivated": "member",
  "member.removed": "member",
  "account.password_changed": "account",
  "account.password_reset": "account",
  "account.email_changed": "account",
  "account.two_factor_enabled": "account",
  "account.two_factor_disabled": "account",
  "account.recovery_codes_renewed": "account",
  "account.session_ended": "account",
  "account.other_sessions_ended": "account",
  "article.created": "article",
  "article.updated": "article",
  "article.restored": "article",
  "article.published": "article",
  "article.unpublished": "article",
  "article.archived": "article",
  "article.deleted": "article",
  "article.liked": "article",
  "article.unliked": "article",
  "comment.created": "comment",
  "comment.deleted": "comment",
  "comment.updated": "comment",
  "comment.approved": "comment",
  "comment.rejected": "comment",
  "tag.created": "tag",
  "tag.updated": "tag",
  "tag.deleted": "tag",
  "tenant.updated": "tenant",
  "api_key.created": "api_key",
  "api_key.updated": "api_key",
  "api_key.rotated": "api_key",
  "api_key.revoked": "api_key",
  "api_key.handed_over": "api_key",
} as const;
export type EventType = keyof typeof eventTypes;

/** Writes one event in the transaction of the change itself: there is no change without its event, nor the reverse. */
export function recordEvent(
  tx: TenantTx,
  context: TenantContext,
  type: EventType,
  subjectId: string,
  payload: Record<string, unknown>,
): void {
  const { actor } = context;
  if (actor.type === "visitor") throw new Error(`a visitor can't cause ${type}`);
  events.insert(tx, {
    tenantId: context.tenantId,
    id: uuidv7(),
    type,
    subjectType: eventTypes[type],
    subjectId,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    requestId: context.requestId,
    address: context.address,
    payload,
  });
}
