"use server";

import { type Article, getArticle } from "@/server/articles/read";
import { archiveArticle, publishArticle, unpublishArticle } from "@/server/articles/status";
import { createArticle, deleteArticle, saveAndPublishArticle, updateArticle } from "@/server/articles/write";
import { defineAction } from "@/server/pages/define-action";
import { pagesChanged } from "../../_lib/pages-changed";
import { articleForm, articleStatusForm, articleTargetForm, newArticleForm } from "./article-form";
import type { Saved } from "./saved";
import { scheduleForm } from "./schedule-form";

export const createArticleAction = defineAction({
  permission: "write",
  schema: newArticleForm,
  optional: ["slug"],
  async run({ input: { intent, ...text }, signedIn }) {
    const status = intent === "publish" ? "published" : "draft";
    const article = await createArticle(signedIn.context, { ...text, status });
    pagesChanged();
    return savedOf(article);
  },
  redirectTo: ({ id }) => `/articles/${id}`,
});

/** Saves the text and, if that is what was asked for, publishes it in the same step. */
export const saveArticleAction = defineAction({
  permission: "write",
  schema: articleForm,
  optional: ["slug"],
  async run({ input: { id, version, intent, changed, ...text }, signedIn: { context } }) {
    const expected = intent === "overwrite" ? {} : { versions: [version] };
    const isChanged = changed === "yes";
    const article =
      intent === "publish"
        ? await (isChanged
            ? saveAndPublishArticle(context, id, text, expected)
            : publishArticle(context, id, expected))
        : await (isChanged ? updateArticle(context, id, text, expected) : getArticle(context, id));
    pagesChanged();
    return savedOf(article);
  },
});

export const changeStatusAction = defineAction({
  permission: "write",
  schema: articleStatusForm,
  async run({ input: { id, version, intent }, signedIn: { context } }) {
    const change = intent === "archive" ? archiveArticle : unpublishArticle;
    const article = await change(context, id, { versions: [version] });
    pagesChanged();
    return savedOf(article);
  },
});

/** Schedules what the text that is saved by then is published and unpublished at, or cancels that. */
export const scheduleAction = defineAction({
  permission: "write",
  schema: scheduleForm,
  optional: ["publishAt", "unpublishAt"],
  async run({ input: { id, version, publishAt, unpublishAt }, signedIn: { context } }) {
    const article = await updateArticle(context, id, { publishAt, unpublishAt }, { versions: [version] });
    pagesChanged();
    return savedOf(article);
  },
});

export const deleteArticleAction = defineAction({
  permission: "delete",
  schema: articleTargetForm,
  async run({ input: { id, version }, signedIn }) {
    await deleteArticle(signedIn.context, id, { versions: [version] });
    pagesChanged();
  },
  redirectTo: () => "/articles?notice=deleted",
});

function savedOf({ id, version, status, slug }: Article): Saved {
  return { id, version, status, slug };
}
