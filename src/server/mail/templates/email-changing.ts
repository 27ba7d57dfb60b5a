import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { greeting } from "../names";

/** To the address in use: tells that another one was asked for. */
export function emailChangingMail({
  to,
  name,
  newAddress,
  url,
}: {
  to: string;
  name: string;
  newAddress: string;
  url: string;
}): Mail {
  return renderMail({
    to,
    subject: "A new mail address for your account",
    paragraphs: [
      greeting(name),
      `somebody, probably you, wants to use ${newAddress} for your account instead of this address. It changes once the link that was sent there is opened.`,
    ],
    action: { label: "It wasn’t me: choose a new password", url },
    footer: "If it was you, there is nothing to do.",
  });
}
