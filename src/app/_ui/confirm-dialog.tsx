"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactNode, useState } from "react";
import { type FormAction, useFormAction } from "../_lib/use-form-action";
import { Button } from "./button";
import type { ButtonVariant } from "./button-class";

interface ConfirmDialogProps<Result> {
  action: FormAction<Result>;
  /** What is sent along. */
  values: Record<string, string>;
  trigger: { label: ReactNode; accessibleLabel?: string; variant?: ButtonVariant };
  title: string;
  /** What will be gone. */
  children: ReactNode;
  /** Fields that are sent along, above the buttons. */
  fields?: ReactNode;
  confirmLabel: string;
  confirmVariant?: ButtonVariant;
  cancelLabel?: string;
  /** The id of what takes the focus afterwards, where the trigger itself is gone by then. */
  focusAfter?: string;
}

/** A button for what can't be undone: it asks first. */
export function ConfirmDialog<Result>(props: ConfirmDialogProps<Result>) {
  const { action, values, trigger, title, children, confirmLabel, focusAfter } = props;
  const { confirmVariant = "danger", cancelLabel = "Keep it" } = props;
  const [isOpen, setOpen] = useState(false);
  const { state, pending, formProps } = useFormAction(action, {
    onDone() {
      setOpen(false);
      if (focusAfter) document.getElementById(focusAfter)?.focus();
    },
  });
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setOpen}>
      <AlertDialog.Trigger
        render={
          <Button variant={trigger.variant ?? "danger"} aria-label={trigger.accessibleLabel}>
            {trigger.label}
          </Button>
        }
      />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[26rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-sm border border-edge bg-paper p-6 shadow-xl shadow-black/20 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <AlertDialog.Title className="text-xl font-semibold break-words">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm text-soft">{children}</AlertDialog.Description>
          <p role="alert" className="mt-3 text-sm text-danger empty:hidden">
            {state.kind === "error" ? state.message : ""}
          </p>
          <form {...formProps} className="mt-6 flex flex-wrap justify-end gap-3">
            {Object.entries(values).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {props.fields && <div className="basis-full">{props.fields}</div>}
            <AlertDialog.Close render={<Button>{cancelLabel}</Button>} />
            <Button type="submit" variant={confirmVariant} pending={pending}>
              {confirmLabel}
            </Button>
          </form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
