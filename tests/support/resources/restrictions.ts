/** Forms of restrictive policies, as Postgres prints them. */
const publicOr = (condition: string) =>
  new RegExp(`app\\.audience.*<> 'public'::text\\) OR ${condition}\\)$`, "s");

/** Visitors see nothing of the table. */
export const staffOnly = /^\(\( SELECT [^=]*app\.audience[^=]*\) <> 'public'::text\)$/;

/** Visitors see rows of that status. */
export const publicByStatus = (status: string) => publicOr(`\\(status = '${status}'::text\\)`);

/** Visitors see rows for which a function of the schema `app` says so: `is_published\(article_id\)`. */
export const publicByCall = (call: string) => publicOr(`app\\.${call}`);
