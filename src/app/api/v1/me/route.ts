// Who the credential stands for: everyone who has one.
import { actorRepresentation, describeActor } from "@/server/auth/describe-actor";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "getMe",
    summary: "Learn who the credential stands for",
    section: "Account",
    permission: "public",
    data: actorRepresentation,
    handle: async ({ context }) => ok(describeActor(context)),
  }),
});
