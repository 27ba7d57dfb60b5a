import type { WebhookEndpoint } from "@/server/webhooks/endpoints";
import { Badge } from "../../../_ui/badge";

export function EndpointBadge({
  status,
  pauseReason,
  failingSince,
}: Pick<WebhookEndpoint, "status" | "pauseReason" | "failingSince">) {
  if (status === "paused") {
    return pauseReason === "admin" ? (
      <Badge tone="faint">Paused</Badge>
    ) : (
      <Badge tone="danger">{pauseReason === "gone" ? "Paused: gone" : "Paused: failing"}</Badge>
    );
  }
  return failingSince ? <Badge tone="danger">Failing</Badge> : <Badge tone="accent">Active</Badge>;
}
