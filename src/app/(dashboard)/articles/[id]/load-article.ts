import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { type Article, getArticle } from "@/server/articles/read";
import { requireAuth } from "@/server/pages/page-session";
import { orNotFound } from "../../../_lib/or-not-found";

/** The article of this page, read once for its title and its content. What can't be an id isn't there. */
export const loadArticle = cache(async (id: string): Promise<Article> => {
  const { context } = await requireAuth(`/articles/${id}`);
  if (!z.uuid().safeParse(id).success) notFound();
  return orNotFound(getArticle(context, id));
});
