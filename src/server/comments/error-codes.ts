import { type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  comment_not_found: {
    status: 404,
    title: "Comment not found",
    meaning: "There is no such comment for this key.",
    remedy: notFoundRemedy,
  },
} satisfies ErrorDefinitions;
