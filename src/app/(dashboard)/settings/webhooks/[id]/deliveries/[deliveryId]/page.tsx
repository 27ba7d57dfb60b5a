import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { getDelivery } from "@/server/webhooks/deliveries";
import { idOf } from "../../../../../../_lib/id-of";
import { orNotFound } from "../../../../../../_lib/or-not-found";
import { ActionForm } from "../../../../../../_ui/action-form";
import { Link } from "../../../../../../_ui/link";
import { NotAllowed } from "../../../../../../_ui/not-allowed";
import { PageTitle } from "../../../../../../_ui/page-title";
import { Time } from "../../../../../../_ui/time";
import { SettingsTabs } from "../../../../settings-tabs";
import { replayDeliveryAction } from "../../../actions";
import { DeliveryBadge } from "../../delivery-badge";
import { AttemptList } from "./attempt-list";

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({
  params,
}: PageProps<"/settings/webhooks/[id]/deliveries/[deliveryId]">) {
  const { id, deliveryId } = await params;
  const endpointPath = `/settings/webhooks/${id}`;
  const { context } = await requireAuth(`${endpointPath}/deliveries/${deliveryId}`);
  if (!can(context.role, "admin")) {
    return (
      <NotAllowed role={context.role}>
        Webhooks tell other systems what happens here, so only admins manage them.
      </NotAllowed>
    );
  }
  const delivery = await orNotFound(getDelivery(context, idOf(id), idOf(deliveryId)));
  const { eventType, eventId, status, attempts, nextAttemptAt, body, log } = delivery;
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/webhooks" />
      <PageTitle
        title={eventType}
        intro={
          <span className="flex flex-wrap items-baseline gap-x-3">
            <DeliveryBadge status={status} />
            <code className="font-mono text-sm">{eventId}</code>
            <Link href={endpointPath} className="link text-sm">
              All deliveries of this endpoint
            </Link>
          </span>
        }
      />
      {status === "pending" && (
        <p className="mb-4 text-sm text-soft">
          {attempts === 0 || !nextAttemptAt ? (
            "On its way."
          ) : (
            <>
              It is sent again <Time value={nextAttemptAt} as="relative" />.
            </>
          )}
        </p>
      )}
      {(status !== "pending" || attempts > 0) && (
        <ActionForm
          action={replayDeliveryAction}
          values={{ id, deliveryId }}
          label={status === "pending" ? "Send it now" : "Send it again"}
          done="It is on its way."
        />
      )}
      <section aria-labelledby="attempts" className="mt-10">
        <h2 id="attempts" className="border-b border-ink pb-2 text-xl font-semibold">
          Attempts
        </h2>
        <AttemptList attempts={log} />
      </section>
      <section aria-labelledby="body" className="mt-10">
        <h2 id="body" className="border-b border-ink pb-2 text-xl font-semibold">
          What is sent
        </h2>
        <pre className="mt-4 overflow-x-auto text-xs break-all whitespace-pre-wrap">{body}</pre>
      </section>
    </>
  );
}
