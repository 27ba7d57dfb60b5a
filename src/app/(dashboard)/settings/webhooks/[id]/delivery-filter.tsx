import type { Delivery } from "@/server/webhooks/deliveries";
import { hrefWith } from "../../../../_lib/search-params";
import { Link } from "../../../../_ui/link";
import { deliveryLooks } from "./delivery-badge";

const statuses = [undefined, ...(Object.keys(deliveryLooks) as Delivery["status"][])];

export function DeliveryFilter({ path, current }: { path: string; current: Delivery["status"] | undefined }) {
  return (
    <nav aria-label="Filter of deliveries" className="mt-3 text-sm">
      <ul className="-mx-2 flex flex-wrap">
        {statuses.map((status) => (
          <li key={status ?? "all"}>
            <Link
              href={hrefWith(path, { status })}
              aria-current={status === current ? "page" : undefined}
              className="tab"
            >
              {status ? deliveryLooks[status].label : "All"}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
