"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { FormState } from "@/server/pages/form-state";

/**
 * What went wrong with a form as a whole. It takes the focus when it appears, unless a field is at fault: then that field
 * gets it, since that is where to go on. Children are shown below the message: a way out.
 */
export function FormMessage({ state, children }: { state: FormState<unknown>; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.kind !== "error") return;
    const faulty = box.current?.closest("form")?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (faulty ?? box.current)?.focus();
  }, [state]);
  return (
    <div ref={box} tabIndex={-1} role="alert" className={state.kind === "error" ? noticeClass : undefined}>
      {state.kind === "error" && (
        <>
          <p>{Object.keys(state.fields).length > 0 ? "Please check the fields below." : state.message}</p>
          {state.code === "internal_error" && state.requestId && (
            <p className="mt-1 text-xs">
              If it happens again, quote <code className="font-mono">{state.requestId}</code>.
            </p>
          )}
          {children}
        </>
      )}
    </div>
  );
}

const noticeClass = "border-s-2 border-danger bg-danger-wash px-4 py-3 text-sm text-ink";
