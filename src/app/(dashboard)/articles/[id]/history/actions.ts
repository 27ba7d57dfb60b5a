"use server";

import { z } from "zod";
import { restoreRevision } from "@/server/articles/revisions";
import { defineAction } from "@/server/pages/define-action";
import { integerString } from "@/server/platform/integer-schema";
import { pagesChanged } from "../../../../_lib/pages-changed";

/** Refused if the article is no longer at the version that the page showed. */
export const restoreRevisionAction = defineAction({
  permission: "write",
  schema: z.strictObject({
    id: z.uuid(),
    revisionId: z.uuid(),
    version: integerString(1, 999_999_999),
  }),
  async run({ input: { id, revisionId, version }, signedIn: { context } }) {
    const article = await restoreRevision(context, id, revisionId, { versions: [version] });
    pagesChanged();
    return article;
  },
  redirectTo: ({ id }) => `/articles/${id}/history?notice=restored`,
});
