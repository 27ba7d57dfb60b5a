"use server";

import { z } from "zod";
import { createComment as createCommentSchema } from "@/server/comments/schema";
import { createComment, deleteComment } from "@/server/comments/service";
import { setLike } from "@/server/likes/service";
import { defineAction } from "@/server/pages/define-action";
import { pagesChanged } from "../../../_lib/pages-changed";

/** Browsers send each line break as CR LF; the service gets what was typed. */
const body = z
  .string()
  .transform((value) => value.replaceAll("\r\n", "\n"))
  .pipe(createCommentSchema.shape.body);

export const commentAction = defineAction({
  permission: "write",
  schema: z.strictObject({ articleId: z.uuid(), body }),
  async run({ input: { articleId, body: text }, signedIn }) {
    const { status } = await createComment(signedIn.context, articleId, text);
    pagesChanged();
    return { isPending: status === "pending" };
  },
});

export const deleteCommentAction = defineAction({
  permission: "write",
  schema: z.strictObject({ id: z.uuid() }),
  async run({ input: { id }, signedIn }) {
    await deleteComment(signedIn.context, id);
    pagesChanged();
  },
});

export const likeAction = defineAction({
  permission: "write",
  schema: z.strictObject({ articleId: z.uuid(), liked: z.enum(["true", "false"]) }),
  async run({ input: { articleId, liked }, signedIn }) {
    const state = await setLike(signedIn.context, articleId, liked === "true");
    pagesChanged();
    return state;
  },
});
