"use client";

import { unstable_rethrow } from "next/navigation";
import { type SubmitEvent, useActionState, useState, useTransition } from "react";
import type { FormState, MadeFor } from "@/server/pages/form-state";
import { type SentForm, usePageStanding } from "./page-standing";

export type FormAction<Result> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const noAnswer =
  "Masthead could not be reached, or it is too busy right now. What you typed is still here: please try again in a moment.";

interface Listeners<Result> {
  /** Just before the form is sent; optimistic updates belong here. */
  onSend?: (form: FormData) => void;
  onDone?: (result: Result) => void;
}

/**
 * A form and its Server Action. It is sent as from the page's owner, which travels in the state that the action is given.
 * Without script the form is posted as it is and the page comes back with the outcome.
 * With script it is sent from here instead of by React, for two reasons: React would empty the fields afterwards, and a
 * request that fails on its way (no network, too many requests) would tear the page down together with what was typed.
 */
export function useFormAction<Result>(
  action: FormAction<Result>,
  { onSend, onDone }: Listeners<Result> = {},
) {
  const { madeFor, report } = usePageStanding();
  const [posted, formAction] = useActionState<FormState<Result>, FormData>(action, { kind: "idle", madeFor });
  const [state, setState] = useState(posted);
  const [pending, startTransition] = useTransition();

  function send(form: FormData, again: SentForm): void {
    startTransition(async () => {
      onSend?.(form);
      const next = await answerOf(action, madeFor, form);
      // What comes after an await is no longer part of the transition unless it says so.
      startTransition(() => {
        setState(next);
        report(next, again);
        if (next.kind === "done") onDone?.(next.result);
      });
    });
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (pending) return;
    const { submitter } = event.nativeEvent;
    send(new FormData(event.currentTarget, submitter), { element: event.currentTarget, submitter });
  }

  return { state, pending, formProps: { action: formAction, onSubmit } };
}

async function answerOf<Result>(
  action: FormAction<Result>,
  madeFor: MadeFor,
  form: FormData,
): Promise<FormState<Result>> {
  try {
    return await action({ kind: "idle", madeFor }, form);
  } catch (error) {
    // Redirects travel as exceptions; whatever else arrives here is a request that got no proper answer.
    unstable_rethrow(error);
    const nothing = { fields: {}, values: {}, requestId: "" };
    return { kind: "error", madeFor, code: "unavailable", message: noAnswer, ...nothing };
  }
}
