import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { greeting } from "../names";

/** Tells the owner of an account that its second factor was switched on or off. */
export function twoFactorChangedMail({
  to,
  name,
  enabled,
  url,
}: {
  to: string;
  name: string;
  enabled: boolean;
  url: string;
}): Mail {
  return renderMail({
    to,
    subject: `Two-factor sign-in is ${enabled ? "on" : "off"}`,
    paragraphs: [
      greeting(name),
      enabled
        ? "two-factor sign-in was switched on for your account just now."
        : "two-factor sign-in was switched off for your account just now. From now on the password alone signs in.",
    ],
    action: { label: "It wasn’t me: choose a new password", url },
    footer: "If it was you, there is nothing to do.",
  });
}
