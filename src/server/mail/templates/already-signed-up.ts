import type { Mail } from "../../platform/mail";
import { compose } from "../letter";

/** To the owner of an address with which somebody, perhaps they themselves, tried to sign up again. */
export function alreadySignedUpMail({ to, name, url }: { to: string; name: string; url: string }): Mail {
  return compose({
    to,
    subject: "You already have an account",
    paragraphs: [
      `Hello ${name},`,
      "somebody, perhaps you, tried to start an organisation with this mail address. It has an account already, so nothing was changed. If you have forgotten your password, you can choose a new one.",
    ],
    action: { label: "Choose a new password", url },
    footer: "If that wasn’t you, there is nothing to do.",
  });
}
