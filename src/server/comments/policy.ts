import type { CommentRow } from "@/db/repositories/comments";
import * as tenants from "@/db/repositories/tenants";
import type { CommentStatus } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { can } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";

/** Editors and admins: their own comments need no approval, and they decide about those of others. */
export function mayModerate(context: TenantContext): boolean {
  return can(context.role, "delete");
}

/** Approved comments are there for everybody; others for whoever wrote them and for those who decide. */
export function isVisible(context: TenantContext, { status, author }: CommentRow): boolean {
  return status === "approved" || mayModerate(context) || isWriter(context, author.id);
}

export function isWriter(context: TenantContext, authorId: string): boolean {
  return context.userId !== null && context.userId === authorId;
}

/** The status of text that was just written: it waits where the organisation wants to look first. */
export async function statusOfNewText(tx: TenantTx, context: TenantContext): Promise<CommentStatus> {
  if (mayModerate(context)) return "approved";
  return (await tenants.find(tx, context.tenantId))?.commentsModerated ? "pending" : "approved";
}
