import type { Names } from "../names";

export const listRouteFile = ({
  One,
  Many,
  Words,
  one,
  plural,
  words,
  aWord,
}: Names) => `// ${Words}: readers list; authors, editors and admins make them.
import { ${one}Response as data, ${one}Input, list${Many} as listSchema } from "@/server/${plural}/schema";
import { create${One}, list${Many} } from "@/server/${plural}/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { created } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "list${Many}",
    summary: "List ${words}, newest first",
    section: ${JSON.stringify(Words)},
    permission: "read",
    query: listSchema,
    data: data.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) => listResult(request, await list${Many}(context, query), query),
  }),
  POST: operation({
    id: "create${One}",
    summary: "Make ${aWord}",
    section: ${JSON.stringify(Words)},
    permission: "write",
    body: ${one}Input,
    status: 201,
    data,
    handle: async ({ context, body }) => {
      const made = await create${One}(context, body);
      return created(\`/api/v1/${plural}/\${made.id}\`, made, made);
    },
  }),
});
`;

export const oneRouteFile = ({
  One,
  Words,
  one,
  plural,
  word,
  aWord,
}: Names) => `// One ${word}: readers read; editors and admins change and delete it.
import { ${one}Response as data, ${one}Input } from "@/server/${plural}/schema";
import { delete${One}, get${One}, ${one}NotFound as notFound, update${One} } from "@/server/${plural}/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";

const shared = { section: ${JSON.stringify(Words)}, params: idParams, notFound, conditional: true } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "get${One}",
    summary: "Read ${aWord}",
    permission: "read",
    data,
    handle: async ({ context, params }) => versionedResult(await get${One}(context, params.id)),
  }),
  PATCH: operation({
    ...shared,
    id: "update${One}",
    summary: "Change ${aWord}",
    permission: "delete",
    body: ${one}Input,
    data,
    handle: async ({ context, params, body, versions }) =>
      versionedResult(await update${One}(context, params.id, body, { versions })),
  }),
  DELETE: operation({
    ...shared,
    id: "delete${One}",
    summary: "Delete ${aWord}",
    permission: "delete",
    status: 204,
    handle: ({ context, params, versions }) => delete${One}(context, params.id, { versions }).then(noContent),
  }),
});
`;
