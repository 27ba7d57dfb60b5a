import type { IncomingHttpHeaders } from "node:http";
import { signatureHeaders } from "../../src/server/webhooks/signature";

/** How old a delivery may be, in seconds: what is sent again has a new time. */
const ageMaxSeconds = 300;

/** What is wrong with a delivery; undefined where it is as Standard Webhooks says, and signed by this secret. */
export function faultOf(headers: IncomingHttpHeaders, body: string, secret: string): string | undefined {
  const id = headers["webhook-id"];
  const seconds = Number(headers["webhook-timestamp"]);
  if (typeof id !== "string" || !Number.isInteger(seconds)) return "without the headers of Standard Webhooks";
  if (Math.abs(Date.now() / 1_000 - seconds) > ageMaxSeconds) return "from another time";
  const expected = signatureHeaders({ id, timestamp: new Date(seconds * 1_000), body, secrets: [secret] });
  const signatures = String(headers["webhook-signature"]).split(" ");
  return signatures.includes(expected["webhook-signature"] ?? "")
    ? undefined
    : "not signed by this endpoint's secret";
}
