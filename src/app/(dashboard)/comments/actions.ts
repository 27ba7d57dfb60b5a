"use server";

import { z } from "zod";
import { updateComment } from "@/server/comments/moderation";
import { defineAction } from "@/server/pages/define-action";
import { pagesChanged } from "../../_lib/pages-changed";

export const decideCommentAction = defineAction({
  permission: "delete",
  schema: z.strictObject({ id: z.uuid(), status: z.enum(["approved", "rejected"]) }),
  async run({ input: { id, status }, signedIn }) {
    await updateComment(signedIn.context, id, { status });
    pagesChanged();
  },
});
