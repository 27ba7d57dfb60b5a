import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { nameInMail } from "../names";

/** Invites somebody to an organisation. What could be more than a name is left out: it is shown behind the link. */
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
  const [who, where] = [nameInMail(invitedBy), nameInMail(organisation)];
  return renderMail({
    to,
    subject: "You are invited to an organisation on Masthead",
    paragraphs: [
      `${who ?? "Somebody"} invites you to ${where === null ? "an organisation" : `“${where}”`} as ${role}.`,
      "Open the link below to join. It works for seven days.",
    ],
    action: { label: "Join the organisation", url },
    footer: "If you don’t know what this is about, leave the link alone: nothing happens without you.",
  });
}
