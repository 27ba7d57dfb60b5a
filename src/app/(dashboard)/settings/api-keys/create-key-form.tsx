"use client";

import { useState } from "react";
import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { FormMessage } from "../../../_ui/form-message";
import { SelectField } from "../../../_ui/select-field";
import { TextField } from "../../../_ui/text-field";
import { createApiKeyAction } from "./actions";
import { NewKey } from "./new-key";

const kinds = [
  { value: "secret", label: "Secret, for servers" },
  { value: "publishable", label: "Publishable, for web pages" },
] as const;

const roles = [
  { value: "viewer", label: "Viewer: reads everything" },
  { value: "author", label: "Author: writes own articles" },
  { value: "editor", label: "Editor: changes all articles" },
  { value: "admin", label: "Admin: everything" },
] as const;

const emptyFields = { name: "", kind: "secret", role: "viewer", expiresInDays: "", rateLimitPerMinute: "" };

export function CreateKeyForm() {
  const { state, pending, formProps } = useFormAction(createApiKeyAction, {
    onDone: () => setTyped(emptyFields),
  });
  const { fields = {}, values = {} } = state.kind === "error" ? state : {};
  const [typed, setTyped] = useState({ ...emptyFields, ...values });
  const bind = (name: keyof typeof emptyFields) => ({
    name,
    value: typed[name],
    error: fields[name],
    onChange: ({ target }: { target: { value: string } }) => setTyped({ ...typed, [name]: target.value }),
  });
  return (
    <>
      {state.kind === "done" && (
        <NewKey key={state.result.id} name={state.result.name} value={state.result.key} />
      )}
      <form {...formProps} noValidate className="mt-5 space-y-5">
        <FormMessage state={state} />
        <TextField
          label="Name"
          required
          maxLength={80}
          hint="What it is for, such as “Web site”."
          {...bind("name")}
        />
        <SelectField label="Kind" options={kinds} {...bind("kind")} />
        {typed.kind === "secret" && <SelectField label="Role" options={roles} {...bind("role")} />}
        <TextField
          label="Ends after"
          isOptional
          inputMode="numeric"
          hint="A number of days. Left empty, it works until it is revoked."
          {...bind("expiresInDays")}
        />
        <TextField
          label="Limit"
          isOptional
          inputMode="numeric"
          hint="Requests a minute at most. Left empty, only the general limits count."
          {...bind("rateLimitPerMinute")}
        />
        <Button type="submit" variant="primary" pending={pending}>
          Create key
        </Button>
      </form>
    </>
  );
}
