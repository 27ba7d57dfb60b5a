import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";

/** The last step of a sign-up where accounts are made once the address is verified. */
export function finishSignUpMail({ to, url }: { to: string; url: string }): Mail {
  return renderMail({
    to,
    subject: "Finish signing up",
    paragraphs: [
      "Welcome to Masthead.",
      "Your organisation is nearly there: open the link below and enter the password that you chose. The link works for three days.",
    ],
    action: { label: "Finish signing up", url },
    footer:
      "You get this mail because somebody signed up with this address. If that wasn’t you, do nothing, and there will be no account.",
  });
}
