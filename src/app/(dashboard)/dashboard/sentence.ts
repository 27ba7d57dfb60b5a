import type { Activity } from "@/server/events/service";

/** What each type of event says about its actor; an article's title or a name stands between before and after. */
const words: Record<string, { before: string; after?: string }> = {
  "tenant.created": { before: "started the organisation" },
  "member.invited": { before: "invited" },
  "invitation.resent": { before: "sent a new link to" },
  "invitation.cancelled": { before: "cancelled the invitation of" },
  "member.joined": { before: "joined" },
  "member.renamed": { before: "is now called" },
  "member.role_changed": { before: "changed the role of" },
  "member.suspended": { before: "suspended" },
  "member.reactivated": { before: "reactivated" },
  "member.removed": { before: "removed" },
  "account.password_changed": { before: "changed the password of" },
  "account.password_reset": { before: "chose a new password by mail for" },
  "account.email_changed": { before: "changed the mail address of" },
  "account.two_factor_enabled": { before: "switched on two-factor sign-in for" },
  "account.two_factor_disabled": { before: "switched off two-factor sign-in for" },
  "account.recovery_codes_renewed": { before: "made new recovery codes for" },
  "account.session_ended": { before: "ended a session of" },
  "account.other_sessions_ended": { before: "ended the other sessions of" },
  "article.created": { before: "started" },
  "article.updated": { before: "edited" },
  "article.restored": { before: "restored an earlier text of" },
  "article.published": { before: "published" },
  "article.unpublished": { before: "took back", after: "to the drafts" },
  "article.archived": { before: "archived" },
  "article.deleted": { before: "deleted" },
  "article.liked": { before: "liked" },
  "article.unliked": { before: "no longer likes" },
  "comment.created": { before: "commented on" },
  "comment.deleted": { before: "deleted a comment" },
  "comment.updated": { before: "edited a comment on" },
  "comment.approved": { before: "approved a comment on" },
  "comment.rejected": { before: "rejected a comment on" },
  "tag.created": { before: "made the tag" },
  "tag.updated": { before: "renamed the tag" },
  "tag.deleted": { before: "deleted the tag" },
  "tenant.updated": { before: "changed the settings of" },
  "api_key.created": { before: "made the API key" },
  "api_key.updated": { before: "changed the API key" },
  "api_key.rotated": { before: "replaced the API key" },
  "api_key.revoked": { before: "revoked the API key" },
  "api_key.handed_over": { before: "took over the API key" },
};

export interface Sentence {
  actor: string;
  before: string;
  /** With its quotation marks; empty if the event has none. */
  label: string;
  after: string;
}

/** An event in plain words. A type that came later is shown by its name rather than left out. */
export function sentenceOf({ type, actorName, label }: Activity): Sentence {
  const { before, after = "" } = words[type] ?? { before: type.replaceAll(/[._]/g, " ") };
  // The name of who joined is that of the actor: saying it twice says nothing.
  const said = label === null || type === "member.joined" ? "" : `“${label}”`;
  return { actor: actorName, before, label: said, after };
}
