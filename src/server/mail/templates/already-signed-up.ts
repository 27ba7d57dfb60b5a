import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { greeting } from "../names";

/** To the owner of an address with which somebody, perhaps they themselves, tried to sign up again. */
export function alreadySignedUpMail({
  to,
  name,
  url,
  resetUrl,
}: {
  to: string;
  name: string;
  /** Where the organisation is founded with the account that is there. */
  url: string;
  resetUrl: string;
}): Mail {
  return renderMail({
    to,
    subject: "You already have an account",
    paragraphs: [
      greeting(name),
      "somebody, perhaps you, wants to start an organisation with this mail address. It has an account already, so nothing was changed. If it was you, open the link below and enter your account’s password: the organisation is then yours as well. The link works for three days.",
      `If you have forgotten your password, choose a new one at ${resetUrl}`,
    ],
    action: { label: "Start the organisation", url },
    footer: "If that wasn’t you, there is nothing to do.",
  });
}
