import type { Mail } from "../../platform/mail";
import { compose } from "../letter";

/** Invites somebody to an organisation. */
export function invitationMail({
  to,
  organisation,
  invitedBy,
  role,
  url,
}: {
  to: string;
  organisation: string;
  invitedBy: string;
  role: string;
  url: string;
}): Mail {
  return compose({
    to,
    subject: `Join ${organisation} on Masthead`,
    paragraphs: [
      `${invitedBy} invites you to “${organisation}” as ${role}.`,
      "Open the link below to join. It works for seven days.",
    ],
    action: { label: "Join the organisation", url },
    footer: "If you don’t know what this is about, leave the link alone: nothing happens without you.",
  });
}
