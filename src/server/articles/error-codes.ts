import { type ConstraintErrors, type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  article_not_found: {
    status: 404,
    title: "Article not found",
    meaning: "There is no such article for this key.",
    remedy: notFoundRemedy,
  },
  revision_not_found: {
    status: 404,
    title: "Revision not found",
    meaning: "The article has no such revision.",
    remedy: notFoundRemedy,
  },
  already_published: {
    status: 409,
    title: "Already published",
    meaning: "The article is published already.",
    remedy: "Nothing is left to do; read it if you need its present state.",
  },
  not_published: {
    status: 409,
    title: "Not published",
    meaning: "The article is not published, so this can't be done with it.",
    remedy: "Publish it first, or leave it as it is.",
  },
  already_archived: {
    status: 409,
    title: "Already archived",
    meaning: "The article is archived already.",
    remedy: "Nothing is left to do.",
  },
  slug_taken: {
    status: 409,
    title: "The slug is taken",
    meaning: "Another article has this slug.",
    remedy: "Choose another one, or leave it out: one is made from the title.",
  },
  source_taken: {
    status: 409,
    title: "The source is taken",
    meaning: "Another article comes from the same place of the same importer.",
    remedy: "Find it with GET /article-sources and change that one.",
  },
} satisfies ErrorDefinitions;

/** What users run into although a service looked first, since somebody else may be faster. */
export const constraintErrors = {
  article_sources_path_key: {
    code: "source_taken",
    path: "source.path",
    message: "is where another article comes from",
  },
  articles_tenant_id_slug_key: { code: "slug_taken", path: "slug", message: "is taken by another article" },
} as const satisfies ConstraintErrors;
