import type { Delivery } from "@/server/webhooks/deliveries";
import { Badge, type Tone } from "../../../../_ui/badge";

export const deliveryLooks: Record<Delivery["status"], { tone: Tone; label: string }> = {
  pending: { tone: "neutral", label: "Pending" },
  held: { tone: "faint", label: "Held" },
  delivered: { tone: "accent", label: "Delivered" },
  failed: { tone: "danger", label: "Failed" },
};

export function DeliveryBadge({ status }: { status: Delivery["status"] }) {
  const { tone, label } = deliveryLooks[status];
  return <Badge tone={tone}>{label}</Badge>;
}
