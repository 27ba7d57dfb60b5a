import type { Delivery } from "@/server/webhooks/deliveries";
import { Link } from "../../../../_ui/link";
import { Time } from "../../../../_ui/time";
import { DeliveryBadge } from "./delivery-badge";

export function DeliveryList({ deliveries, path }: { deliveries: Delivery[]; path: string }) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {deliveries.map((delivery) => (
        <li
          key={delivery.id}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3 text-sm"
        >
          <span className="flex flex-wrap items-baseline gap-x-3">
            <Link href={`${path}/deliveries/${delivery.id}`} className="link font-mono">
              {delivery.eventType}
            </Link>
            <DeliveryBadge status={delivery.status} />
          </span>
          <span className="text-xs text-soft">
            <Time value={delivery.createdAt} as="relative" />
            {delivery.attempts > 0 &&
              `, ${delivery.attempts === 1 ? "1 attempt" : `${delivery.attempts} attempts`}`}
            {delivery.status === "pending" && delivery.attempts > 0 && delivery.nextAttemptAt && (
              <>
                , next <Time value={delivery.nextAttemptAt} as="relative" />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
