import { z } from "zod";
import type { EventDefinitions } from "../events/event-definition";

/** What people do to their own accounts is nobody's affair but the audit log's. */
const about = {
  subject: "account",
  visibleTo: "audit log",
  payload: z.object({ name: z.string() }),
} as const;

export const eventTypes = {
  "account.password_changed": { ...about, sentence: "changed the password of {label}" },
  "account.password_reset": { ...about, sentence: "chose a new password by mail for {label}" },
  "account.email_changed": { ...about, sentence: "changed the mail address of {label}" },
  "account.two_factor_enabled": {
    ...about,
    sentence: "switched on two-factor sign-in for {label}",
  },
  "account.two_factor_disabled": {
    ...about,
    sentence: "switched off two-factor sign-in for {label}",
  },
  "account.recovery_codes_renewed": { ...about, sentence: "made new recovery codes for {label}" },
  "account.session_ended": { ...about, sentence: "ended a session of {label}" },
  "account.other_sessions_ended": { ...about, sentence: "ended the other sessions of {label}" },
} satisfies EventDefinitions;
