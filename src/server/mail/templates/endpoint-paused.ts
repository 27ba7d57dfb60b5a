import type { Mail } from "../../platform/mail";
import { renderMail } from "../layout";
import { greeting } from "../names";

/** Tells an admin that a webhook endpoint gets nothing any more, and what to do. */
export function endpointPausedMail({
  to,
  name,
  organisation,
  address,
  reason,
  url,
}: {
  to: string;
  name: string;
  organisation: string;
  /** The endpoint's. */
  address: string;
  reason: "failing" | "gone";
  url: string;
}): Mail {
  const why =
    reason === "gone"
      ? "its receiver answered 410, which means that it wants nothing more"
      : "nothing could be delivered to it for three days";
  return renderMail({
    to,
    subject: "A webhook endpoint is paused",
    paragraphs: [
      greeting(name),
      `a webhook endpoint of ${organisation} is paused, because ${why}.`,
      `It leads to ${address}.`,
      "What happens meanwhile is kept for 30 days. Look at the answers of the receiver, mend it, and resume the endpoint: what waited is then sent by itself, and what had failed before can be sent again.",
    ],
    action: { label: "Look at the endpoint", url },
    footer: `You get this mail because you are an admin of ${organisation}.`,
  });
}
