import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { listWebhookEndpoints } from "@/server/webhooks/endpoints";
import { EmptyState } from "../../../_ui/empty-state";
import { Link } from "../../../_ui/link";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { SettingsTabs } from "../settings-tabs";
import { CreateEndpointForm } from "./create-endpoint-form";
import { EndpointList } from "./endpoint-list";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const { context } = await requireAuth("/settings/webhooks");
  if (!can(context.role, "admin")) {
    return (
      <NotAllowed role={context.role}>
        Webhooks tell other systems what happens here, so only admins manage them.
      </NotAllowed>
    );
  }
  const { items: endpoints } = await listWebhookEndpoints(context, { limit: 100, offset: 0 });
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/webhooks" />
      <PageTitle
        title="Webhooks"
        intro={
          <>
            Addresses of yours that are told what happens here, as it happens: each event is a signed POST
            request, tried ten times within three days.{" "}
            <Link href="/docs/webhooks" className="link">
              How to receive them
            </Link>
          </>
        }
      />
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[1fr_20rem]">
        <section aria-labelledby="endpoints" className="min-w-0 lg:order-1">
          <h2 id="endpoints" tabIndex={-1} className="border-b border-ink pb-2 text-xl font-semibold">
            Your endpoints
          </h2>
          {endpoints.length > 0 ? (
            <EndpointList endpoints={endpoints} />
          ) : (
            <div className="mt-4">
              <EmptyState title="No endpoints yet">
                Add one with the form on this page; it gets what happens from then on.
              </EmptyState>
            </div>
          )}
        </section>
        <section aria-labelledby="new-endpoint" className="max-lg:order-first lg:order-2">
          <h2 id="new-endpoint" className="border-b border-ink pb-2 text-xl font-semibold">
            New endpoint
          </h2>
          <CreateEndpointForm />
        </section>
      </div>
    </>
  );
}
