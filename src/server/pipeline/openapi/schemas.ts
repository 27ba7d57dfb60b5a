import { z } from "zod";
import type { ErrorCode } from "../../platform/errors";
import { versionConflict } from "../../platform/version-conflict";

const requestId = z.string().meta({
  description: "To quote when asking for help; it is in the log line of the request",
  example: "6f1c1c1e-4d8e-4f4b-9a53-0c1f2a8f3b7d",
});

const words = z.string().meta({ description: "In words for people", example: "Validation failed" });

const problemOfField = z
  .object({
    path: z.string().meta({ description: "Dotted path; empty for the whole", example: "title" }),
    message: z.string().meta({ description: "Continues the field's name", example: "is required" }),
  })
  .meta({ id: "FieldProblem" });

/** The body of a refusal that has one of these codes. */
export function errorSchema(codes: readonly ErrorCode[]) {
  return z.object({
    success: z.literal(false),
    error: words,
    code: z.enum(codes as [ErrorCode, ...ErrorCode[]]),
    requestId,
    details: problemOfField.array().optional(),
    ...conflictOf(codes),
  });
}

/** The same as RFC 9457 has it. */
export function problemSchema(codes: readonly ErrorCode[]) {
  return z.object({
    type: z
      .string()
      .meta({ description: "Page that explains the code", example: `/docs/api/errors#${codes[0]}` }),
    title: words,
    status: z.int(),
    code: z.enum(codes as [ErrorCode, ...ErrorCode[]]),
    requestId,
    errors: problemOfField.array().optional(),
    ...conflictOf(codes),
  });
}

function conflictOf(codes: readonly ErrorCode[]) {
  return codes.includes("version_mismatch") ? { conflict: versionConflict.optional() } : {};
}
