import { can, insufficientPermissions } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";

/** Who may change which article: authors their own, editors and admins all. Throws `insufficient_permissions`. */
export function assertMayChange(context: TenantContext, article: { authorId: string }): void {
  if (!can(context.role, "write")) throw insufficientPermissions("write");
  if (mayChange(context, article)) return;
  throw new AppError("insufficient_permissions", "Insufficient permissions", {
    details: [{ path: "", message: "authors may change only their own articles" }],
  });
}

export function mayChange(
  context: Pick<TenantContext, "role" | "userId">,
  article: { authorId: string },
): boolean {
  // "delete" is what sets editors apart from authors.
  return can(context.role, "write") && (can(context.role, "delete") || article.authorId === context.userId);
}
