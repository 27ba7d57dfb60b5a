// One member: readers read; admins change the role, suspend, reactivate and remove.
import { noContent } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { versionedAnswer } from "@/server/http/etag-answer";
import { idParams } from "@/server/http/path-params";
import { memberRepresentation as data, presentMember } from "@/server/members/representation";
import { updateMember as updateSchema } from "@/server/members/schema";
import { getMember, memberNotFound as notFound, removeMember, updateMember } from "@/server/members/service";

const shared = { section: "Members", params: idParams, notFound, conditional: true } as const;
const forAdmins = { ...shared, permission: "admin", errors: ["last_admin"] as "last_admin"[] } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getMember",
    summary: "Read a member",
    permission: "read",
    data,
    handle: async ({ context, params }) =>
      versionedAnswer(presentMember(context, await getMember(context, params.id))),
  }),
  PATCH: operation({
    ...forAdmins,
    id: "updateMember",
    summary: "Give a member another role, suspend or reactivate them",
    body: updateSchema,
    data,
    handle: async ({ context, params, body, versions }) =>
      versionedAnswer(presentMember(context, await updateMember(context, params.id, body, { versions }))),
  }),
  DELETE: operation({
    ...forAdmins,
    id: "removeMember",
    summary: "Remove a member; what they wrote stays",
    status: 204,
    handle: ({ context, params, versions }) => removeMember(context, params.id, { versions }).then(noContent),
  }),
});
