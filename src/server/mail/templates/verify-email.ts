import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";

/** Asks to show that a new account's address is its owner's. */
export function verifyEmailMail({ to, url }: { to: string; url: string }): Mail {
  return renderMail({
    to,
    subject: "Please verify your mail address",
    paragraphs: [
      "Welcome to Masthead.",
      "Please open the link below to show that this mail address is yours. It works for three days.",
    ],
    action: { label: "Verify my address", url },
    footer:
      "You get this mail because an account was made with this address. If that wasn’t you, leave the link alone.",
  });
}
