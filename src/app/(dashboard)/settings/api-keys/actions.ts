"use server";

import { z } from "zod";
import { createApiKey as createApiKeySchema } from "@/server/api-keys/schema";
import { createApiKey, revokeApiKey } from "@/server/api-keys/service";
import { defineAction } from "@/server/http/define-action";
import { pagesChanged } from "../../../_lib/pages-changed";

/** The result holds the key itself: the one time that it is shown. */
export const createApiKeyAction = defineAction({
  permission: "admin",
  schema: createApiKeySchema,
  optional: ["expiresInDays"],
  async run({ input, signedIn }) {
    const { id, key } = await createApiKey(signedIn.context, input);
    pagesChanged();
    return { id, key, name: input.name };
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
