// One article: readers and publishable keys read; authors change their own, editors and admins all; the latter two delete.
import { articleNotFound, getArticle } from "@/server/articles/read";
import { articleResponse } from "@/server/articles/response-schema";
import { saveOptions as saveSchema, updateArticle as updateSchema } from "@/server/articles/schema";
import { deleteArticle, updateArticle } from "@/server/articles/write";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";
import { articlesTag } from "@/server/platform/generations";

const shared = {
  section: "Articles",
  params: idParams,
  notFound: articleNotFound,
  conditional: true,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getArticle",
    summary: "Read an article",
    permission: "public",
    data: articleResponse,
    cacheTags: articlesTag,
    handle: async ({ context, params }) => versionedResult(await getArticle(context, params.id)),
  }),
  PATCH: operation({
    ...shared,
    id: "updateArticle",
    summary: "Change an article",
    permission: "write",
    query: saveSchema,
    body: updateSchema,
    data: articleResponse,
    errors: ["slug_taken", "source_taken", "already_published", "not_published", "quota_exceeded"],
    handle: async ({ context, params, query, body, versions }) =>
      versionedResult(await updateArticle(context, params.id, body, { versions, ...query })),
  }),
  DELETE: operation({
    ...shared,
    id: "deleteArticle",
    summary: "Delete an article, with its comments, likes and revisions",
    permission: "delete",
    status: 204,
    handle: async ({ context, params, versions }) => {
      await deleteArticle(context, params.id, { versions });
      return noContent();
    },
  }),
});
