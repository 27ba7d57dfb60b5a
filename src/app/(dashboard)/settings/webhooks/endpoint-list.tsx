import type { WebhookEndpoint } from "@/server/webhooks/endpoints";
import { Link } from "../../../_ui/link";
import { EndpointBadge } from "./endpoint-badge";

export function EndpointList({ endpoints }: { endpoints: WebhookEndpoint[] }) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {endpoints.map(({ id, url, description, types, ...endpoint }) => (
        <li key={id} className="py-4 text-sm">
          <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium">
            <Link href={`/settings/webhooks/${id}`} className="link min-w-0 break-all">
              {url}
            </Link>
            <EndpointBadge {...endpoint} />
          </h3>
          {description && <p className="mt-1 text-soft">{description}</p>}
          <p className="mt-1 text-xs break-words text-soft">{types ? types.join(", ") : "All events"}</p>
        </li>
      ))}
    </ul>
  );
}
