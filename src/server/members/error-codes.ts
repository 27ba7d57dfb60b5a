import { type ConstraintErrors, type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  member_not_found: {
    status: 404,
    title: "Member not found",
    meaning: "There is no such member.",
    remedy: notFoundRemedy,
  },
  invitation_not_found: {
    status: 404,
    title: "This invitation was accepted or cancelled already",
    meaning: "There is no such invitation that still waits.",
    remedy: notFoundRemedy,
  },
  already_invited: {
    status: 409,
    title: "Invited already",
    meaning: "This address was invited at the same moment.",
    remedy: "Nothing is left to do; send the invitation again if its mail got lost.",
  },
  already_member: {
    status: 409,
    title: "Member already",
    meaning: "This person is a member already.",
    remedy: "Change the member's role instead.",
  },
  last_admin: {
    status: 409,
    title: "An organisation needs an active admin. Make somebody else one first.",
    meaning: "It would leave the organisation without an admin.",
    remedy: "Make another member an admin first.",
  },
} satisfies ErrorDefinitions;

/** What users run into although a service looked first, since somebody else may be faster. */
export const constraintErrors = {
  invitations_open_key: { code: "already_invited", path: "email", message: "was invited a moment ago" },
} as const satisfies ConstraintErrors;
