"use server";

import { jobTarget } from "@/server/jobs/schema";
import { discardJob, retryJob } from "@/server/jobs/service";
import { defineAction } from "@/server/pages/define-action";
import { pagesChanged } from "../../../_lib/pages-changed";

export const retryJobAction = defineAction({
  permission: "admin",
  schema: jobTarget,
  async run({ input: { id }, signedIn }) {
    await retryJob(signedIn.context, id);
    pagesChanged();
  },
});

export const discardJobAction = defineAction({
  permission: "admin",
  schema: jobTarget,
  async run({ input: { id }, signedIn }) {
    await discardJob(signedIn.context, id);
    pagesChanged();
  },
});
