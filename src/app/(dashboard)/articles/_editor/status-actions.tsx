"use client";

import type { Article } from "@/server/articles/read";
import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { ConfirmDialog } from "../../../_ui/confirm-dialog";
import { changeStatusAction, deleteArticleAction } from "../actions";

interface StatusActionsProps {
  article: Pick<Article, "id" | "status"> & { mayDelete: boolean };
  version: number;
  title: string;
  onChanged: (version: number) => void;
}

/** What is done to an article as a whole. Its text stays as it is, also where it isn't saved. */
export function StatusActions({
  article: { id, status, mayDelete },
  version,
  title,
  onChanged,
}: StatusActionsProps) {
  const { state, pending, formProps } = useFormAction(changeStatusAction, {
    onDone: (saved) => onChanged(saved.version),
  });
  return (
    <section aria-label="Manage this article" className="mt-10 border-t border-rule pt-6">
      <div className="flex flex-wrap gap-3">
        <form {...formProps} className="contents">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="version" value={version} />
          {status === "published" && (
            <Button type="submit" name="intent" value="unpublish" pending={pending}>
              Unpublish
            </Button>
          )}
          {status !== "archived" && (
            <Button type="submit" name="intent" value="archive" pending={pending}>
              Archive
            </Button>
          )}
        </form>
        {mayDelete && (
          <ConfirmDialog
            action={deleteArticleAction}
            values={{ id, version: String(version) }}
            trigger={{ label: "Delete" }}
            title={`Delete “${title}”?`}
            confirmLabel="Delete for good"
          >
            Its text, comments and likes will be gone, and nobody can bring them back. To only take it off the
            public page, unpublish or archive it.
          </ConfirmDialog>
        )}
      </div>
      <p role="alert" className="mt-3 text-sm text-danger empty:hidden">
        {state.kind === "error" ? state.message : ""}
      </p>
    </section>
  );
}
