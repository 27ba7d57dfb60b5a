import { z } from "zod";
import { ConstraintError, DatabaseUnavailableError } from "@/db/errors";
import { AppError, type FieldProblem, invalidField } from "./errors";

/** Constraints that users can run into although a service looked first, since somebody else may be faster. */
const constraintErrors: Record<string, () => AppError> = {
  article_sources_path_key: () =>
    invalidField("source.path", "is where another article comes from", "source_taken"),
  articles_tenant_id_slug_key: () => invalidField("slug", "is taken by another article", "slug_taken"),
  invitations_open_key: () => invalidField("email", "was invited a moment ago", "already_member"),
  tags_tenant_id_key_key: () => invalidField("name", "is a tag already", "slug_taken"),
  tags_tenant_id_slug_key: () => invalidField("name", "is a tag already", "slug_taken"),
  tenants_slug_key: () => invalidField("organisationSlug", "is taken by another organisation", "slug_taken"),
  users_email_normalised_key: () =>
    invalidField("email", "can't be used for a new account; if it is yours, sign in instead", "email_taken"),
};

/** The one translation of whatever was thrown into what may be said about it. Unknown errors keep their cause for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return validationFailed(error.issues);
  if (error instanceof ConstraintError) {
    const known = constraintErrors[error.constraint];
    if (known) return known();
  }
  if (error instanceof DatabaseUnavailableError) {
    return new AppError("unavailable", "Temporarily unavailable", { cause: error, retryAfterSeconds: 2 });
  }
  return new AppError("internal_error", "Internal server error", { cause: error });
}

export function validationFailed(issues: z.core.$ZodIssue[]): AppError {
  return new AppError("validation_failed", "Validation failed", { details: issues.flatMap(describeIssue) });
}

function describeIssue(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: "is not a field that can be given",
    }));
  }
  return [{ path, message: messageOf(issue) }];
}

/** In words that continue the field's name, as those of our own schemas do: "title is required". */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_type" || !issue.message.startsWith("Invalid input")) return issue.message;
  return issue.message.endsWith("received undefined") ? "is required" : `must be of type ${issue.expected}`;
}
