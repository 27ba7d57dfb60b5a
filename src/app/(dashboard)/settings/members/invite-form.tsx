"use client";

import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { FormMessage } from "../../../_ui/form-message";
import { SelectField } from "../../../_ui/select-field";
import { TextField } from "../../../_ui/text-field";
import { inviteAction } from "./actions";
import { roleOptions } from "./roles";

export function InviteForm() {
  const { state, pending, formProps } = useFormAction(inviteAction);
  const { fields = {}, values = {} } = state.kind === "error" ? state : {};
  return (
    <>
      <p
        role="status"
        className="mt-5 border-s-2 border-accent bg-accent-wash px-4 py-3 text-sm empty:hidden"
      >
        {state.kind === "done" ? `An invitation is on its way to ${state.result.email}.` : ""}
      </p>
      <form
        // Empty again for the next one, once this one is on its way.
        key={state.kind === "done" ? state.result.email : ""}
        {...formProps}
        noValidate
        className="mt-5 space-y-5"
      >
        <FormMessage state={state} />
        <TextField
          label="Mail address"
          name="email"
          type="email"
          autoComplete="off"
          required
          defaultValue={values.email}
          error={fields.email}
        />
        <SelectField
          label="Role"
          name="role"
          options={roleOptions}
          defaultValue={values.role ?? "author"}
          error={fields.role}
        />
        <Button type="submit" variant="primary" pending={pending}>
          Send invitation
        </Button>
      </form>
    </>
  );
}
