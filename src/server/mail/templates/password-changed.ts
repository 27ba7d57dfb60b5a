import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { greeting } from "../names";

/** Tells the owner of an account that its password is another one now. */
export function passwordChangedMail({ to, name, url }: { to: string; name: string; url: string }): Mail {
  return renderMail({
    to,
    subject: "Your password was changed",
    paragraphs: [
      greeting(name),
      "the password of your account was changed just now, and all other sessions were ended.",
    ],
    action: { label: "It wasn’t me: choose a new password", url },
    footer: "If it was you, there is nothing to do.",
  });
}
