import type { z } from "zod";
import type { Permission } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import type { sections } from "../generated/sections";
import type { AppError, ErrorCode } from "../platform/errors";
import { serializerOf } from "../platform/serializer";
import type { ApiRequest } from "./api-request";
import type { OperationResult } from "./responses";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

/** A chapter of the API's description. */
export type Section = keyof typeof sections;

export interface Call<Params, Query, Body> {
  context: TenantContext;
  /** The variable parts of the path. Each has the right form; there may still be no such thing. */
  params: Params;
  query: Query;
  body: Body;
  request: ApiRequest;
  /** Versions that If-Match accepts; undefined: any. */
  versions: number[] | undefined;
  /** Who asks, as of now, for what takes long: rights may have ended meanwhile. Throws what refuses them. */
  renew(): Promise<TenantContext>;
}

/** One operation: who may call it, what it takes, what it answers. The API's description is made from nothing else. */
export interface Operation<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Data extends z.ZodType,
> {
  /** Its name in the description and in generated clients, verb first: `listArticles`. */
  id: string;
  /** One line, as a command: "List articles". */
  summary: string;
  /** What the summary doesn't say. Markdown. */
  description?: string;
  section: Section;
  /** What the role must allow. `public`: visitors' content, open to publishable keys as well as to readers. */
  permission: Permission | "public";
  /** For paths with variable parts, with `notFound`: what is missing if a part can't be the name of anything. */
  params?: Params;
  notFound?: () => AppError;
  query?: Query;
  body?: Body;
  /** Status of a success; 200 unless given. */
  status?: 201 | 204;
  /** A success may also have nothing to say: 204. */
  orNothing?: true;
  /** What a success carries: of what the handler gives only this goes out, dates as ISO 8601. None with 204. */
  data?: Data;
  meta?: z.ZodType;
  /** For answers that are files: what is in them, by the media types that they may have. */
  media?: Record<string, z.ZodType>;
  /** Concerns one thing that has a version: what isn't a GET honours If-Match, and answers with an ETag. */
  conditional?: true;
  /**
   * For a read that answers the same to everybody of an audience: by audience, the tag under which answers are cached. What
   * changes anything that is shown in them invalidates it.
   */
  cacheTags?: Readonly<Record<TenantContext["audience"], string>>;
  /** What the service refuses with, beyond what follows from the rest: see `errorCodesOf`. */
  errors?: ErrorCode[];
  handle(
    call: Call<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<OperationResult<z.input<Data>>>;
}

export type AnyOperation = Operation<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/**
 * Declares one operation, with the types of its schemas. Of what its handler answers, what `data` names goes out and
 * nothing else: rows may be handed on as they are.
 */
export function operation<
  Params extends z.ZodType = z.ZodType<Record<never, never>>,
  Query extends z.ZodType = z.ZodType<undefined>,
  Body extends z.ZodType = z.ZodType<undefined>,
  Data extends z.ZodType = z.ZodType<never>,
>(declared: Operation<Params, Query, Body, Data>): AnyOperation {
  const { data, handle } = declared;
  const serialize = data && serializerOf(data);
  const shown: typeof declared = {
    ...declared,
    handle: async (call) => {
      const answer = await handle(call);
      return serialize && answer.data !== undefined
        ? { ...answer, data: serialize(answer.data) as z.input<Data> }
        : answer;
    },
  };
  return shown as unknown as AnyOperation;
}

/** Every code that an operation can be refused with. 405 and what a proxy in front may answer aside. */
export function errorCodesOf(method: Method, declared: AnyOperation): ErrorCode[] {
  const { permission, notFound, query, body, conditional, errors = [] } = declared;
  const codes = new Set<ErrorCode>(["unauthorized", "rate_limited", "unavailable", "internal_error"]);
  const add = (condition: unknown, ...more: ErrorCode[]) => {
    if (condition) for (const code of more) codes.add(code);
  };
  add(permission !== "public", "insufficient_permissions");
  add(method !== "GET", "cross_origin_request");
  add(query, "validation_failed");
  add(body, "validation_failed", "malformed_json", "unsupported_media_type", "payload_too_large");
  add(conditional && method !== "GET", "version_mismatch");
  add(method === "POST", "validation_failed", "idempotency_key_in_use", "idempotency_key_reused");
  if (notFound) codes.add(notFound().code);
  for (const code of errors) codes.add(code);
  return [...codes];
}
