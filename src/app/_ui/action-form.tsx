"use client";

import type { ReactNode } from "react";
import { type FormAction, useFormAction } from "../_lib/use-form-action";
import { Button } from "./button";
import type { ButtonVariant } from "./button-class";

interface ActionFormProps<Result> {
  action: FormAction<Result>;
  /** What is sent along. */
  values?: Record<string, string>;
  variant?: ButtonVariant;
  label: ReactNode;
  /** For screen readers, where the label alone doesn't say what it is about. Must contain the label. */
  accessibleLabel?: string;
  /** Shown beside the button once it was done. */
  done?: string;
  /** The id of what takes the focus afterwards, where the button itself is gone by then. */
  focusAfter?: string;
  /** Without script: answers in another tab, where this page can't be had again. */
  opensNewTab?: boolean;
}

/** A form that is one button. What came of it is said beside it. */
export function ActionForm<Result>(props: ActionFormProps<Result>) {
  const { action, values = {}, variant = "plain", label, accessibleLabel, done = "", focusAfter } = props;
  const { state, pending, formProps } = useFormAction(action, {
    onDone() {
      if (focusAfter) document.getElementById(focusAfter)?.focus();
    },
  });
  return (
    <form {...formProps} target={props.opensNewTab ? "_blank" : undefined} className="inline-block">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant={variant} pending={pending} aria-label={accessibleLabel}>
        {label}
      </Button>
      <span role="alert" className="block text-sm text-danger empty:hidden">
        {state.kind === "error" ? state.message : ""}
      </span>
      <span role="status" className="block text-sm empty:hidden">
        {state.kind === "done" ? done : ""}
      </span>
    </form>
  );
}
