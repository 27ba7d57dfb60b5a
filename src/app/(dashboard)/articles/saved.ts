import type { Article } from "@/server/articles/read";

/** What the editor needs to know of an article after a change of it. */
export type Saved = Pick<Article, "id" | "version" | "status" | "slug">;
