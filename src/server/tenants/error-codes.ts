import type { ConstraintErrors, ErrorDefinitions } from "../platform/error-definition";

export const errorCodes = {
  organisation_not_found: {
    status: 404,
    title: "Organisation not found",
    meaning: "There is no such organisation.",
    remedy: "Check its name in the address.",
  },
  quota_exceeded: {
    status: 403,
    title: "The organisation's plan doesn't allow more",
    meaning:
      "The organisation stores as much as its plan allows: the message says of what, and how much that is.",
    remedy: "Delete what isn't needed, or ask whoever operates the server for a larger plan.",
  },
} satisfies ErrorDefinitions;

/** What users run into although a service looked first, since somebody else may be faster. */
export const constraintErrors = {
  tenants_slug_key: {
    code: "slug_taken",
    path: "organisationSlug",
    message: "is taken by another organisation",
  },
} as const satisfies ConstraintErrors;
