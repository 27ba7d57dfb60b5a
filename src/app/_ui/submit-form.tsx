"use client";

import { type ReactNode, useState } from "react";
import { type FormAction, useFormAction } from "../_lib/use-form-action";
import { Button } from "./button";
import type { FieldSpec } from "./field-specs";
import { FormMessage } from "./form-message";
import { PasswordField } from "./password-field";
import { TextField } from "./text-field";

interface SubmitFormProps<Result> {
  action: FormAction<Result>;
  fields?: FieldSpec[];
  /** What is sent along. */
  values?: Record<string, string>;
  submitLabel: string;
  variant?: "primary" | "plain" | "danger";
  /** Shown once it was done, in place of the form if `staysOpen` isn't set. */
  done?: ReactNode;
  staysOpen?: boolean;
  className?: string;
}

/** A form of plain fields and one button: errors stand at their field, and it works without script. */
export function SubmitForm<Result>(props: SubmitFormProps<Result>) {
  const { action, fields = [], values = {}, submitLabel, variant = "primary", done, staysOpen } = props;
  const [timesDone, setTimesDone] = useState(0);
  const { state, pending, formProps } = useFormAction(action, {
    onDone: () => setTimesDone((times) => times + 1),
  });
  const errors = state.kind === "error" ? state.fields : {};
  const typed = state.kind === "error" ? state.values : {};
  const isDone = state.kind === "done";
  return (
    <>
      {isDone && done && (
        <div role="status" className="mt-5 border-s-2 border-accent bg-accent-wash px-4 py-3 text-sm">
          {done}
        </div>
      )}
      {(!isDone || staysOpen) && (
        // A new form each time that it was done: what was typed has been dealt with.
        <form key={timesDone} {...formProps} noValidate className={props.className ?? "mt-6 space-y-5"}>
          <FormMessage state={state} />
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {fields.map(({ type = "text", defaultValue, ...field }) =>
            type === "password" ? (
              <PasswordField key={field.name} {...field} required error={errors[field.name]} />
            ) : (
              <TextField
                key={field.name}
                {...field}
                type={type}
                required
                defaultValue={typed[field.name] ?? defaultValue}
                error={errors[field.name]}
              />
            ),
          )}
          <Button type="submit" variant={variant} pending={pending}>
            {submitLabel}
          </Button>
        </form>
      )}
    </>
  );
}
