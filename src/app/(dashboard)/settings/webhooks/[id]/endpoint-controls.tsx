import type { WebhookEndpoint } from "@/server/webhooks/endpoints";
import { ActionForm } from "../../../../_ui/action-form";
import { ConfirmDialog } from "../../../../_ui/confirm-dialog";
import {
  deleteWebhookEndpointAction,
  replayFailedAction,
  switchWebhookEndpointAction,
  testWebhookEndpointAction,
} from "../actions";
import { RotateSecret } from "./rotate-secret";

/** What can be done with an endpoint beside changing it. */
export function EndpointControls({ endpoint: { id, url, status } }: { endpoint: WebhookEndpoint }) {
  const isActive = status === "active";
  return (
    <div className="flex flex-wrap items-start gap-3">
      {isActive && (
        <>
          <ActionForm
            action={testWebhookEndpointAction}
            values={{ id }}
            label="Send a test event"
            done="It is on its way; see the deliveries."
          />
          <ActionForm
            action={replayFailedAction}
            values={{ id, days: "30" }}
            label="Send all that failed again"
            done="They are on their way."
          />
        </>
      )}
      <ActionForm
        action={switchWebhookEndpointAction}
        values={{ id, status: isActive ? "paused" : "active" }}
        variant={isActive ? "plain" : "primary"}
        label={isActive ? "Pause" : "Resume"}
        done={isActive ? "What happens now waits until you resume it." : "What waited is on its way."}
      />
      <RotateSecret id={id} />
      <ConfirmDialog
        action={deleteWebhookEndpointAction}
        values={{ id }}
        trigger={{ label: "Delete" }}
        title="Delete this endpoint?"
        confirmLabel="Delete it"
      >
        {url} gets nothing any more, and the log of its deliveries is gone.
      </ConfirmDialog>
    </div>
  );
}
