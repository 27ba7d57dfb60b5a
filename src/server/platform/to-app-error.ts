import { z } from "zod";
import { DatabaseUnavailableError, ConstraintError as ViolatedConstraint } from "@/db/errors";
import { constraintErrors } from "../generated/error-codes";
import type { ConstraintError } from "./error-definition";
import { AppError, type ErrorCode, type FieldProblem, invalidField } from "./errors";

interface KnownConstraint extends ConstraintError {
  code: ErrorCode;
}
const byConstraint: Record<string, KnownConstraint> = constraintErrors;

/** The field's fault behind a violated constraint. */
export function constraintViolated({ path, message, code }: KnownConstraint): AppError {
  return invalidField(path, message, code);
}

/** The one translation of whatever was thrown into what may be said about it. Unknown errors keep their cause for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return validationFailed(error.issues);
  if (error instanceof ViolatedConstraint) {
    const known = byConstraint[error.constraint];
    if (known) return constraintViolated(known);
  }
  if (error instanceof DatabaseUnavailableError) {
    return new AppError("unavailable", undefined, { cause: error, retryAfterSeconds: 2 });
  }
  return new AppError("internal_error", undefined, { cause: error });
}

/** Faults that an answer names, and characters of a path and of a message: whoever sends much nonsense gets little back. */
const detailsMax = 20;
const pathMax = 200;
const messageMax = 500;

function validationFailed(issues: z.core.$ZodIssue[]): AppError {
  const details: FieldProblem[] = [];
  let count = 0;
  for (const issue of issues) {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    count += keys.length;
    for (const key of keys.slice(0, detailsMax - details.length)) details.push(describeIssue(issue, key));
  }
  const more = count - details.length;
  if (more > 0) details.push({ path: "", message: `and ${more.toLocaleString("en")} more` });
  return new AppError("validation_failed", "Validation failed", { details });
}

function describeIssue(issue: z.core.$ZodIssue, key: string | undefined): FieldProblem {
  const path = [...issue.path, ...(key === undefined ? [] : [key])].map(String).join(".");
  const message = key === undefined ? messageOf(issue) : "is not a field that can be given";
  return { path: shortened(path, pathMax), message: shortened(message, messageMax) };
}

function shortened(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max).toWellFormed()}…` : text;
}

/** In words that continue the field's name, as those of our own schemas do: "title is required". */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_type" || !issue.message.startsWith("Invalid input")) return issue.message;
  return issue.message.endsWith("received undefined") ? "is required" : `must be of type ${issue.expected}`;
}
