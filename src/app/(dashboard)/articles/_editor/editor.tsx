"use client";

import { type KeyboardEvent, useRef } from "react";
import type { Article } from "@/server/articles/read";
import { type FormAction, useFormAction } from "../../../_lib/use-form-action";
import { useHydrated } from "../../../_lib/use-hydrated";
import { FormMessage } from "../../../_ui/form-message";
import type { Saved } from "../saved";
import { Conflict } from "./conflict";
import { DetailsFields } from "./details-fields";
import { SaveBar } from "./save-bar";
import { Schedule, type Scheduled } from "./schedule";
import { StatusActions } from "./status-actions";
import { TitleField } from "./title-field";
import { UnsavedCopyNotice } from "./unsaved-copy-notice";
import { type Draft, useDraft } from "./use-draft";
import { useLeaveGuard } from "./use-leave-guard";
import { usePreview } from "./use-preview";
import { useTypedBeforeScript } from "./use-typed-before-script";
import { useUnsavedCopy } from "./use-unsaved-copy";
import { WritingPanes } from "./writing-panes";

interface EditorProps {
  action: FormAction<Saved>;
  saved: Draft;
  /** The rendered text of `saved`. */
  html: string;
  publicPath: string;
  /** Absent for an article that isn't saved yet. */
  article?: Pick<Article, "id" | "version" | "status"> & Scheduled & { mayDelete: boolean };
}

export function Editor({ action, saved, html, publicPath, article }: EditorProps) {
  const sent = useRef(saved);
  const { state, pending, formProps } = useFormAction(action, {
    onSend: () => {
      sent.current = draft;
    },
    onDone: (result) => markSaved(sent.current, result.version),
  });
  const values = state.kind === "error" ? state.values : {};
  // After a refused form without script the page comes with what was typed, and with the version it was typed over.
  const { draft, version, isDirty, change, markSaved, markVersion, restore } = useDraft(
    saved,
    Number(values.version ?? article?.version ?? 0),
    { ...saved, ...typedOf(values) },
  );
  const preview = usePreview(draft.content, html);
  const isHydrated = useHydrated();
  useTypedBeforeScript(isHydrated, change);
  const copies = useUnsavedCopy({ id: article?.id, saved, draft, version, isDirty });
  useLeaveGuard(isDirty && !pending);
  const errors = state.kind === "error" ? state.fields : {};
  const isConflict = state.kind === "error" && state.code === "version_mismatch";

  return (
    <>
      <form {...formProps} data-editor noValidate onKeyDown={(event) => saveOnShortcut(event, isDirty)}>
        {article && <input type="hidden" name="id" value={article.id} />}
        {article && <input type="hidden" name="version" value={version} />}
        {article && <input type="hidden" name="changed" value={isDirty || !isHydrated ? "yes" : "no"} />}
        <SaveBar
          status={article?.status ?? null}
          message={messageOf(pending, isDirty, state.kind === "done")}
          isDirty={isDirty}
          isHydrated={isHydrated}
          pending={pending}
        />
        <div className={state.kind === "error" ? "mb-6" : undefined}>
          <FormMessage state={state}>
            {isConflict && article && <Conflict id={article.id} pending={pending} />}
          </FormMessage>
        </div>
        <UnsavedCopyNotice
          copies={copies.found}
          isDirty={isDirty}
          onTake={(copy) => {
            copies.take(copy);
            restore(copy);
          }}
          onDiscard={copies.discard}
        />
        <TitleField value={draft.title} onChange={(title) => change({ title })} error={errors.title} />
        <WritingPanes
          content={draft.content}
          onChange={(content) => change({ content })}
          error={errors.content}
          preview={preview}
        />
        <DetailsFields
          draft={draft}
          change={change}
          errors={errors}
          publicPath={publicPath}
          isPublished={article?.status === "published"}
        />
      </form>
      {article && <Schedule article={article} version={version} onChanged={markVersion} />}
      {article && (
        <StatusActions article={article} version={version} title={saved.title} onChanged={markVersion} />
      )}
    </>
  );
}

function typedOf({ title, content, tags, slug }: Record<string, string>): Partial<Draft> {
  // Only what was sent: an absent value must not stand in for the saved one.
  return Object.fromEntries(
    Object.entries({ title, content: content?.replaceAll("\r\n", "\n"), tags, slug }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

function messageOf(pending: boolean, isDirty: boolean, isDone: boolean): string {
  if (pending) return "Saving…";
  if (isDirty) return "Not saved yet";
  return isDone ? "Saved" : "";
}

/** Ctrl+S and ⌘S save, as they do everywhere else; the browser's own meaning of them is of no use here. */
function saveOnShortcut(event: KeyboardEvent<HTMLFormElement>, isDirty: boolean): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  const save = event.currentTarget.querySelector<HTMLButtonElement>('button[value="save"]');
  if (isDirty && save) event.currentTarget.requestSubmit(save);
}
