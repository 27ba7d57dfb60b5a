// One member: readers read; admins change the role, suspend, reactivate and remove.

import {
  changedMemberResponse,
  memberResponse as data,
  removalResponse,
  serializeChangedMember,
  serializeDepartedKeys,
  serializeMember,
} from "@/server/members/response-schema";
import { departure, updateMember as updateSchema } from "@/server/members/schema";
import { getMember, memberNotFound as notFound, removeMember, updateMember } from "@/server/members/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent, ok } from "@/server/pipeline/responses";

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
      versionedResult(serializeMember(context, await getMember(context, params.id))),
  }),
  PATCH: operation({
    ...forAdmins,
    id: "updateMember",
    summary: "Give a member another role, suspend or reactivate them",
    description:
      "Keys of a member with another role do no more than that role may; the answer names those that were made for more. With a suspension publishable keys are handed over to you and secret ones end, unless `keys=transfer`; the answer names them.",
    query: departure,
    body: updateSchema,
    data: changedMemberResponse,
    handle: async ({ context, params, query, body, versions }) => {
      const changed = await updateMember(context, params.id, body, { versions, ...query });
      return versionedResult(serializeChangedMember(context, changed));
    },
  }),
  DELETE: operation({
    ...forAdmins,
    id: "removeMember",
    summary: "Remove a member; what they wrote stays",
    description:
      "Publishable keys that they made are handed over to you. Secret ones end, unless `keys=transfer`. The answer names them; 204 where there were none.",
    query: departure,
    data: removalResponse,
    orNothing: true,
    handle: async ({ context, params, query, versions }) => {
      const keys = serializeDepartedKeys(await removeMember(context, params.id, { versions, ...query }));
      return keys ? ok({ keys }) : noContent();
    },
  }),
});
