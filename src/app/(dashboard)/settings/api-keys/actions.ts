"use server";

import { z } from "zod";
import { createApiKeyForm, rotateApiKeyForm } from "@/server/api-keys/schema";
import { createApiKey, revokeApiKey, rotateApiKey } from "@/server/api-keys/service";
import { defineAction } from "@/server/pages/define-action";
import { pagesChanged } from "../../../_lib/pages-changed";

/** The result holds the key itself: the one time that it is shown. */
export const createApiKeyAction = defineAction({
  permission: "admin",
  schema: createApiKeyForm,
  optional: ["expiresInDays", "rateLimitPerMinute"],
  async run({ input, signedIn }) {
    const { id, key } = await createApiKey(signedIn.context, input);
    pagesChanged();
    return { id, key, name: input.name };
  },
});

/** The result holds the new key itself, as above. */
export const rotateApiKeyAction = defineAction({
  permission: "admin",
  schema: rotateApiKeyForm,
  async run({ input: { id, ...input }, signedIn }) {
    const { key } = await rotateApiKey(signedIn.context, id, input);
    pagesChanged();
    return { key };
  },
});

export const revokeApiKeyAction = defineAction({
  permission: "admin",
  schema: z.strictObject({ id: z.uuid() }),
  async run({ input: { id }, signedIn }) {
    await revokeApiKey(signedIn.context, id);
    pagesChanged();
  },
});
