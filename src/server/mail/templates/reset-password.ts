import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { greeting } from "../names";

/** The link with which a forgotten password is replaced. */
export function resetPasswordMail({ to, name, url }: { to: string; name: string; url: string }): Mail {
  return renderMail({
    to,
    subject: "Choose a new password",
    paragraphs: [greeting(name), "open the link below to choose a new password. It works once, for an hour."],
    action: { label: "Choose a new password", url },
    footer:
      "You get this mail because somebody asked for a new password for this address. If that wasn’t you, do nothing: your password stays as it is.",
  });
}
