// Who the credential stands for: everyone who has one.
import { describeActor } from "@/server/auth/describe-actor";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({ permission: "public", handle: async ({ context }) => ok(describeActor(context)) }),
});
