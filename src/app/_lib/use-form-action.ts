"use client";

import { unstable_rethrow } from "next/navigation";
import { type SubmitEvent, useActionState, useState, useTransition } from "react";
import type { FormState } from "@/server/http/define-action";

export type FormAction<Result> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const noAnswer =
  "Masthead could not be reached, or it is too busy right now. What you typed is still here: please try again in a moment.";

interface Listeners<Result> {
  /** Just before the form is sent; optimistic updates belong here. */
  onSend?: (form: FormData) => void;
  onDone?: (result: Result) => void;
}

/**
 * A form and its Server Action. Without script the form is posted as it is and the page comes back with the outcome.
 * With script it is sent from here instead of by React, for two reasons: React would empty the fields afterwards, and a
 * request that fails on its way (no network, too many requests) would tear the page down together with what was typed.
 */
export function useFormAction<Result>(
  action: FormAction<Result>,
  { onSend, onDone }: Listeners<Result> = {},
) {
  const [posted, formAction] = useActionState<FormState<Result>, FormData>(action, { kind: "idle" });
  const [state, setState] = useState(posted);
  const [pending, startTransition] = useTransition();

  function send(form: FormData): void {
    startTransition(async () => {
      onSend?.(form);
      const next = await answerOf(action, form);
      // What comes after an await is no longer part of the transition unless it says so.
      startTransition(() => {
        setState(next);
        if (next.kind === "done") onDone?.(next.result);
      });
    });
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (pending) return;
    send(new FormData(event.currentTarget, event.nativeEvent.submitter));
  }

  return { state, pending, send, formProps: { action: formAction, onSubmit } };
}

async function answerOf<Result>(action: FormAction<Result>, form: FormData): Promise<FormState<Result>> {
  try {
    return await action({ kind: "idle" }, form);
  } catch (error) {
    // Redirects travel as exceptions; whatever else arrives here is a request that got no proper answer.
    unstable_rethrow(error);
    return { kind: "error", code: "unavailable", message: noAnswer, fields: {}, values: {}, requestId: "" };
  }
}
