"use client";

import type { WebhookEndpoint } from "@/server/webhooks/endpoints";
import { useFormAction } from "../../../../_lib/use-form-action";
import { Button } from "../../../../_ui/button";
import { FormMessage } from "../../../../_ui/form-message";
import { updateWebhookEndpointAction } from "../actions";
import { EndpointFields } from "../endpoint-fields";

export function UpdateEndpointForm({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { state, pending, formProps } = useFormAction(updateWebhookEndpointAction);
  const { id, version, url, description, types, isOrdered } = endpoint;
  const saved = { url, description, types: types?.join(", ") ?? "", ordered: isOrdered ? "on" : "" };
  const { fields = {}, values = {} } = state.kind === "error" ? state : {};
  return (
    <form {...formProps} noValidate className="mt-5 space-y-5">
      <FormMessage state={state} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <EndpointFields key={version} values={{ ...saved, ...values }} errors={fields} />
      <Button type="submit" variant="primary" pending={pending}>
        Save
      </Button>
      <span role="status" className="block text-sm empty:hidden">
        {state.kind === "done" ? "Saved." : ""}
      </span>
    </form>
  );
}
