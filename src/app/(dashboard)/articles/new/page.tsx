import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { NotAllowed } from "../../../_ui/not-allowed";
import { Editor } from "../_editor/editor";
import { emptyDraft } from "../_editor/use-draft";
import { createArticleAction } from "../actions";

export const metadata: Metadata = { title: "New article" };

export default async function NewArticlePage() {
  const { context } = await requireAuth("/articles/new");
  if (!can(context.role, "write")) {
    return (
      <NotAllowed role={context.role}>Writing articles takes the role of author, editor or admin.</NotAllowed>
    );
  }
  return (
    <>
      <h1 className="sr-only">New article</h1>
      <Editor
        action={createArticleAction}
        saved={emptyDraft}
        html=""
        publicPath={`/p/${context.tenantSlug}`}
      />
    </>
  );
}
