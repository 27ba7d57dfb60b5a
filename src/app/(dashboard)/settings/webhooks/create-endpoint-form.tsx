"use client";

import { useState } from "react";
import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { FormMessage } from "../../../_ui/form-message";
import { createWebhookEndpointAction } from "./actions";
import { EndpointFields } from "./endpoint-fields";
import { NewSecret } from "./new-secret";

export function CreateEndpointForm() {
  /** Counts what was made: each time the fields are new ones, and empty. */
  const [made, setMade] = useState(0);
  const { state, pending, formProps } = useFormAction(createWebhookEndpointAction, {
    onDone: () => setMade(made + 1),
  });
  const { fields = {}, values = {} } = state.kind === "error" ? state : {};
  return (
    <>
      {state.kind === "done" && <NewSecret key={state.result.id} {...state.result} />}
      <form {...formProps} noValidate className="mt-5 space-y-5">
        <FormMessage state={state} />
        <EndpointFields key={made} values={values} errors={fields} />
        <Button type="submit" variant="primary" pending={pending}>
          Add endpoint
        </Button>
      </form>
    </>
  );
}
