"use client";

import { useFormAction } from "../../_lib/use-form-action";
import { Button } from "../../_ui/button";
import { FormMessage } from "../../_ui/form-message";
import { PasswordField } from "../../_ui/password-field";
import { TextField } from "../../_ui/text-field";
import { signInAction } from "./actions";

export function LoginForm({ next }: { next: string }) {
  const { state, pending, formProps } = useFormAction(signInAction);
  const { fields = {}, values = {} } = state.kind === "error" ? state : {};
  return (
    <form {...formProps} noValidate className="mt-8 space-y-5">
      <FormMessage state={state} />
      <input type="hidden" name="next" value={next} />
      <TextField
        label="Mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={values.email}
        error={fields.email}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        error={fields.password}
      />
      <Button type="submit" variant="primary" pending={pending}>
        Sign in
      </Button>
    </form>
  );
}
