import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";

/** To a new address: asks to show that it is the user's. */
export function changeEmailMail({ to, url }: { to: string; url: string }): Mail {
  return renderMail({
    to,
    subject: "Please confirm your new mail address",
    paragraphs: [
      "Open the link below to use this address for your account from now on. It works for three days.",
    ],
    action: { label: "Use this address", url },
    footer:
      "You get this mail because somebody wants to use this address for their account. If that wasn’t you, do nothing.",
  });
}
