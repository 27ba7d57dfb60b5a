"use client";

import { useFormAction } from "../../../../_lib/use-form-action";
import { Button } from "../../../../_ui/button";
import { rotateWebhookSecretAction } from "../actions";
import { NewSecret } from "../new-secret";

/** Replaces the secret; the old one signs beside it for a day, so that receivers can be changed in peace. */
export function RotateSecret({ id }: { id: string }) {
  const { state, pending, formProps } = useFormAction(rotateWebhookSecretAction);
  if (state.kind === "done") return <NewSecret {...state.result} />;
  return (
    <form {...formProps} className="inline-block">
      <input type="hidden" name="id" value={id} />
      <Button type="submit" pending={pending}>
        New secret
      </Button>
      <span role="alert" className="block text-sm text-danger empty:hidden">
        {state.kind === "error" ? state.message : ""}
      </span>
    </form>
  );
}
