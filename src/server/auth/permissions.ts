import type { Role } from "@/db/schema/enumerations";
import { AppError } from "../platform/errors";

export const permissions = ["read", "write", "delete", "admin"] as const;
export type Permission = (typeof permissions)[number];

/**
 * What a role may do in its tenant. `write` and `delete` are further narrowed by each feature's policy: authors change
 * only articles of their own. `public` is the audience of published content: visitors and publishable keys.
 */
const rolePermissions: Record<Role | "public", readonly Permission[]> = {
  admin: ["read", "write", "delete", "admin"],
  editor: ["read", "write", "delete"],
  author: ["read", "write"],
  viewer: ["read"],
  public: [],
};

export function can(role: Role | "public", permission: Permission): boolean {
  return rolePermissions[role].includes(permission);
}

/** Throws AppError `insufficient_permissions` that names what was missing. */
export function assertCan(context: { role: Role | "public" }, permission: Permission): void {
  if (!can(context.role, permission)) throw insufficientPermissions(permission);
}

export function insufficientPermissions(permission: Permission): AppError {
  return new AppError("insufficient_permissions", "Insufficient permissions", {
    details: [{ path: "", message: `requires the permission "${permission}"` }],
  });
}
