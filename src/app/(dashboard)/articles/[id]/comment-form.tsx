"use client";

import { useId, useRef, useState } from "react";
import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { FormMessage } from "../../../_ui/form-message";
import { describedBy, FieldLabel, FieldNotes } from "../../../_ui/text-field";
import { commentAction } from "./actions";

export function CommentForm({ articleId }: { articleId: string }) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { state, pending, formProps } = useFormAction(commentAction, {
    onDone() {
      setBody("");
      field.current?.focus();
    },
  });
  const [body, setBody] = useState(state.kind === "error" ? (state.values.body ?? "") : "");
  const error = state.kind === "error" ? state.fields.body : undefined;
  return (
    <form {...formProps} noValidate className="mt-6 space-y-3">
      <FormMessage state={state} />
      <input type="hidden" name="articleId" value={articleId} />
      <div>
        <FieldLabel htmlFor={id}>Your comment</FieldLabel>
        <textarea
          ref={field}
          id={id}
          name="body"
          rows={3}
          required
          maxLength={5_000}
          value={body}
          onChange={(event) => setBody(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, null, error)}
          className="field field-sizing-content min-h-24"
        />
        <FieldNotes id={id} error={error} />
      </div>
      <div className="flex items-center gap-4">
        <Button type="submit" pending={pending}>
          Comment
        </Button>
        <p role="status" className="text-sm text-soft">
          {state.kind === "done" && body === "" ? doneMessage(state.result) : ""}
        </p>
      </div>
    </form>
  );
}

function doneMessage({ isPending }: { isPending: boolean }): string {
  return isPending ? "Thank you. Your comment waits for approval." : "Your comment is there.";
}
