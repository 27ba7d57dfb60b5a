import type { ZodObject } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathItemObject } from "zod-openapi";
import { sections } from "../../generated/sections";
import type { Handler } from "../define-resource";
import { type AnyOperation, type Method, methods } from "../operation";
import { requestHeaders } from "./headers";
import { responsesOf } from "./responses";
import { simplify } from "./simplify";
import { describeWebhooks } from "./webhooks";

/** What a route file exports: a handler for each method. */
export type RouteModule = Partial<Record<Method, Handler>>;

/** Each declared operation of the routes. */
export function operationsOf(
  routes: Record<string, RouteModule>,
): { path: string; method: Method; declared: AnyOperation }[] {
  return Object.entries(routes).flatMap(([path, module]) =>
    methods.flatMap((method) => {
      const declared = module[method]?.operation;
      return declared ? [{ path, method, declared }] : [];
    }),
  );
}

/**
 * The API's description (OpenAPI 3.1), made from the very schemas and declarations that its handlers use, so that it
 * can't say anything else than they do. `serverUrl` is the public address, without a path. `closed`: answers
 * may have no other fields than the described ones, for tests; to clients we promise the opposite, since fields may be added.
 */
export function describeApi(
  routes: Record<string, RouteModule>,
  serverUrl: string,
  options: { closed?: boolean } = {},
) {
  const paths: Record<string, ZodOpenApiPathItemObject> = {};
  for (const { path, method, declared } of operationsOf(routes)) {
    const name = path.replace(/^\/api\/v1/, "").replace(/\[(\w+)\]/g, "{$1}");
    paths[name] = { ...paths[name], [method.toLowerCase()]: describe(method, declared) };
  }
  return createDocument(
    {
      openapi: "3.1.0",
      info,
      servers: [{ url: `${serverUrl}/api/v1` }],
      tags: Object.entries(sections)
        .sort(([, one], [, other]) => one.place - other.place)
        .map(([name, { description }]) => ({ name, description })),
      security: [{ key: [] }, { session: [] }],
      paths,
      webhooks: describeWebhooks(),
      components: { securitySchemes },
    },
    { override: (rendered) => simplify(rendered, options.closed ?? false) },
  );
}

function describe(method: Method, declared: AnyOperation): ZodOpenApiOperationObject {
  const { id, summary, description, section, params, query, body } = declared;
  return {
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    tags: [section],
    requestParams: {
      ...(params ? { path: params as ZodObject } : {}),
      ...(query ? { query: query as ZodObject } : {}),
      header: requestHeaders(method, declared),
    },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: responsesOf(method, declared),
  };
}

const info = {
  title: "Masthead",
  version: "1",
  summary: "Articles, people and keys of one organisation.",
  description: `Everything is inside the organisation that the credential belongs to. Ids are UUIDv7, times ISO 8601 in UTC.
Within v1 nothing is taken away: expect new fields, new codes and new operations. The guides are at /docs.`,
  license: { name: "MIT", identifier: "MIT" },
};

const securitySchemes = {
  key: {
    type: "http" as const,
    scheme: "bearer",
    description: "`mh_sk_…` acts with its role; `mh_pk_…` reads what is published.",
  },
  session: {
    type: "apiKey" as const,
    in: "cookie" as const,
    name: "__Host-masthead_session",
    description: "The dashboard's session. Changes need an Origin header of the dashboard itself.",
  },
};
