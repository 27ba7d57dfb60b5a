import { type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  api_key_not_found: {
    status: 404,
    title: "API key not found",
    meaning: "There is no such API key.",
    remedy: notFoundRemedy,
  },
  api_key_ended: {
    status: 409,
    title: "This key has ended",
    meaning: "The key was revoked, has ended or was replaced, and stays so.",
    remedy: "Make a new key.",
  },
} satisfies ErrorDefinitions;
