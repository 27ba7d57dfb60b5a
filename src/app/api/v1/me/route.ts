// Who the credential stands for: everyone who has one. People change their own name.
import { changeName } from "@/server/auth/account";
import { actorResponse, describeActor } from "@/server/auth/describe-actor";
import { updateMe as updateSchema } from "@/server/auth/schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { ok } from "@/server/pipeline/responses";

const shared = { section: "Account", data: actorResponse } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getMe",
    summary: "Learn who the credential stands for",
    permission: "public",
    handle: async ({ context }) => ok(describeActor(context)),
  }),
  PATCH: operation({
    ...shared,
    id: "updateMe",
    summary: "Change one's own name",
    description: "For people who are signed in, not for keys.",
    permission: "read",
    body: updateSchema,
    handle: async ({ context, body: { name } }) => {
      await changeName(context, name);
      const me = describeActor(context);
      return ok({ ...me, actor: { ...me.actor, name } });
    },
  }),
});
