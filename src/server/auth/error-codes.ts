import type { ConstraintErrors, ErrorDefinitions } from "../platform/error-definition";

export const errorCodes = {
  session_not_found: {
    status: 404,
    title: "This session has ended already",
    meaning: "There is no such session of yours.",
    remedy: "It has ended already.",
  },
  invalid_credentials: {
    status: 401,
    title: "The mail address or the password is wrong",
    meaning: "The e-mail address and the password don't belong together.",
    remedy: "Try again, or have a link sent to choose a new password.",
  },
  email_taken: {
    status: 409,
    title: "There is an account with this address",
    meaning: "Somebody has an account with this e-mail address.",
    remedy: "Use another one.",
  },
  two_factor_state: {
    status: 409,
    title: "Two-factor sign-in is in another state",
    meaning:
      "The second factor is not in the state that this needs: on already, off already, or not set up yet.",
    remedy: "Look at Settings, Security and go on from there.",
  },
  link_invalid: {
    status: 410,
    title: "This link doesn’t work any more. It was used, replaced, or is too old.",
    meaning: "The link was used, has expired or was replaced by a newer one.",
    remedy: "Ask for a new one.",
  },
} satisfies ErrorDefinitions;

/** What users run into although a service looked first, since somebody else may be faster. */
export const constraintErrors = {
  users_email_normalised_key: {
    code: "email_taken",
    path: "email",
    message: "can't be used for a new account; if it is yours, sign in instead",
  },
} as const satisfies ConstraintErrors;
