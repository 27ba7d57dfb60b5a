"use client";

import { useFormAction } from "../../_lib/use-form-action";
import { Button } from "../../_ui/button";
import { dropAllCopies } from "../articles/_editor/unsaved-copies";
import { signOutAction } from "./actions";

/** The way out as a plain form, which also works without script. */
export function SignOutButton() {
  const { pending, formProps } = useFormAction(signOutAction, { onSend: dropAllCopies });
  return (
    <form {...formProps}>
      <Button type="submit" variant="quiet" pending={pending}>
        Sign out
      </Button>
    </form>
  );
}
