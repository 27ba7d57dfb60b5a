import { type ConstraintErrors, type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  tag_not_found: {
    status: 404,
    title: "Tag not found",
    meaning: "There is no such tag.",
    remedy: notFoundRemedy,
  },
} satisfies ErrorDefinitions;

/** What users run into although a service looked first, since somebody else may be faster. */
export const constraintErrors = {
  tags_tenant_id_key_key: { code: "slug_taken", path: "name", message: "is a tag already" },
  tags_tenant_id_slug_key: { code: "slug_taken", path: "name", message: "is a tag already" },
} as const satisfies ConstraintErrors;
