import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { listDeliveries } from "@/server/webhooks/deliveries";
import { getWebhookEndpoint } from "@/server/webhooks/endpoints";
import { listDeliveries as querySchema } from "@/server/webhooks/schema";
import { idOf } from "../../../../_lib/id-of";
import { orNotFound } from "../../../../_lib/or-not-found";
import { hrefWith, pageCount, pageMaxOf, pageOf } from "../../../../_lib/search-params";
import { EmptyState } from "../../../../_ui/empty-state";
import { Link } from "../../../../_ui/link";
import { NotAllowed } from "../../../../_ui/not-allowed";
import { PageTitle } from "../../../../_ui/page-title";
import { Pager } from "../../../../_ui/pager";
import { Time } from "../../../../_ui/time";
import { SettingsTabs } from "../../settings-tabs";
import { EndpointBadge } from "../endpoint-badge";
import { DeliveryFilter } from "./delivery-filter";
import { DeliveryList } from "./delivery-list";
import { EndpointControls } from "./endpoint-controls";
import { UpdateEndpointForm } from "./update-endpoint-form";

export const metadata: Metadata = { title: "Webhook endpoint" };

const pageSize = 25;

export default async function WebhookEndpointPage({
  params,
  searchParams,
}: PageProps<"/settings/webhooks/[id]">) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const path = `/settings/webhooks/${id}`;
  const { context } = await requireAuth(path);
  if (!can(context.role, "admin")) {
    return (
      <NotAllowed role={context.role}>
        Webhooks tell other systems what happens here, so only admins manage them.
      </NotAllowed>
    );
  }
  const endpoint = await orNotFound(getWebhookEndpoint(context, idOf(id)));
  const status = querySchema.shape.status.catch(undefined).parse(search.status);
  const page = pageOf(search.page, pageMaxOf(pageSize));
  const query = { status, limit: pageSize, offset: (page - 1) * pageSize };
  const { items, total } = await listDeliveries(context, id, query);
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/webhooks" />
      <PageTitle
        title="Webhook endpoint"
        intro={
          <span className="flex flex-wrap items-baseline gap-x-3">
            <code className="font-mono break-all">{endpoint.url}</code> <EndpointBadge {...endpoint} />
          </span>
        }
      />
      {endpoint.failingSince && (
        <p className="mb-6 border-s-2 border-danger ps-4 text-sm">
          Nothing was delivered since <Time value={endpoint.failingSince} as="relative" />. The log below says
          what the receiver answered.
        </p>
      )}
      <EndpointControls endpoint={endpoint} />
      <div className="mt-10 grid gap-x-16 gap-y-12 lg:grid-cols-[1fr_20rem]">
        <section aria-labelledby="deliveries" className="min-w-0">
          <h2 id="deliveries" tabIndex={-1} className="border-b border-ink pb-2 text-xl font-semibold">
            Deliveries
          </h2>
          <DeliveryFilter path={path} current={status} />
          {items.length > 0 ? (
            <DeliveryList deliveries={items} path={path} />
          ) : (
            <div className="mt-4">
              <EmptyState title="No deliveries">
                {status ? (
                  <>
                    None of this kind.{" "}
                    <Link href={path} className="link">
                      Show all
                    </Link>
                  </>
                ) : (
                  "What happens from now on appears here. Send a test event to see whether it arrives."
                )}
              </EmptyState>
            </div>
          )}
          <Pager
            page={page}
            pages={pageCount(total, pageSize)}
            hrefOf={(to) => hrefWith(path, { status, page: to === 1 ? undefined : to })}
          />
        </section>
        <section aria-labelledby="endpoint">
          <h2 id="endpoint" className="border-b border-ink pb-2 text-xl font-semibold">
            Settings
          </h2>
          <UpdateEndpointForm endpoint={endpoint} />
        </section>
      </div>
    </>
  );
}
