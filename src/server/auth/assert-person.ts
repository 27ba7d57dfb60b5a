import { AppError } from "../platform/errors";
import type { TenantContext } from "./tenant-context";

/**
 * The user's id, if the actor is a person: what belongs to a person's account is no business of the keys that they have
 * made. Throws `insufficient_permissions`.
 */
export function assertPerson({ actor }: TenantContext): string {
  if (actor.type === "member") return actor.id;
  throw new AppError("insufficient_permissions", "Insufficient permissions", {
    details: [{ path: "", message: "is for people who are signed in, not for API keys" }],
  });
}
