import type { EventDefinitions } from "../events/event-definition";

export const eventTypes = {
  "account.password_changed": { subject: "account", sentence: "changed the password of {label}" },
  "account.password_reset": { subject: "account", sentence: "chose a new password by mail for {label}" },
  "account.email_changed": { subject: "account", sentence: "changed the mail address of {label}" },
  "account.two_factor_enabled": {
    subject: "account",
    sentence: "switched on two-factor sign-in for {label}",
  },
  "account.two_factor_disabled": {
    subject: "account",
    sentence: "switched off two-factor sign-in for {label}",
  },
  "account.recovery_codes_renewed": { subject: "account", sentence: "made new recovery codes for {label}" },
  "account.session_ended": { subject: "account", sentence: "ended a session of {label}" },
  "account.other_sessions_ended": { subject: "account", sentence: "ended the other sessions of {label}" },
} satisfies EventDefinitions;
