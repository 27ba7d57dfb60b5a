import { can, type Permission } from "@/server/auth/permissions";
import { sections } from "@/server/generated/sections";
import { loadRoutes } from "@/server/host/api-router";
import { operationsOf } from "@/server/pipeline/openapi/document";
import type { Method, Section } from "@/server/pipeline/operation";
import { config } from "@/server/platform/config";
import { describeAllRoutes } from "../../api/description";
import { apiRoutes } from "../../api/routes";
import { exampleOf } from "./example";
import { type Field, fieldOf, fieldsOf } from "./fields";
import type { Resolve, Schema } from "./schema";

/** An operation as the reference shows it. */
export interface ReferenceOperation {
  id: string;
  method: Method;
  /** With the base: `/api/v1/articles/{id}`. */
  path: string;
  summary: string;
  description?: string;
  section: Section;
  /** Who may call it, in words. */
  whoMay: string;
  pathParameters: Field[];
  queryParameters: Field[];
  headers: Field[];
  body?: { fields: Field[]; example: string };
  success: { status: string; media: string[]; headers: Field[]; fields: Field[]; example?: string };
  refusals: { status: string; codes: string[] }[];
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}
interface Parameter {
  in: "path" | "query" | "header";
  name: string;
  required?: boolean;
  schema: Schema;
  $ref?: string;
}
interface DescribedResponse extends Content {
  $ref?: string;
  headers?: Record<string, { $ref?: string; required?: boolean; description?: string; schema: Schema }>;
}
interface DescribedOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, DescribedResponse>;
}
interface Description {
  paths: Record<string, Record<string, DescribedOperation>>;
}

let made: Promise<ReferenceOperation[]> | undefined;

/** Every operation, made from the API's description when the first reader comes; it doesn't change while we run. */
export function loadReference(): Promise<ReferenceOperation[]> {
  made ??= makeReference();
  return made;
}

/** A section's part of an address: "API keys" is `api-keys`. */
export function sectionSlug(section: Section): string {
  return section.toLowerCase().replaceAll(" ", "-");
}

/** The sections that have operations, in the description's order. */
export function sectionsOf(operations: ReferenceOperation[]): Section[] {
  const found = new Set(operations.map(({ section }) => section));
  return [...found].sort((one, other) => sections[one].place - sections[other].place);
}

async function makeReference(): Promise<ReferenceOperation[]> {
  const document = JSON.parse(JSON.stringify(await describeAllRoutes(config().appUrl))) as Description;
  const resolve = resolver(document);
  return operationsOf(await loadRoutes(apiRoutes)).flatMap(({ path, method, declared }) => {
    const plainPath = path.replace(/^\/api\/v1/, "").replace(/\[(\w+)\]/g, "{$1}");
    const described = document.paths[plainPath]?.[method.toLowerCase()];
    if (!described) return [];
    const { id, summary, description, section, permission } = declared;
    const whoMay = whoMayWords(permission);
    const shared = { id, method, path: `/api/v1${plainPath}`, summary, section, whoMay };
    return [{ ...shared, ...(description ? { description } : {}), ...partsOf(described, resolve) }];
  });
}

function partsOf({ parameters = [], requestBody, responses }: DescribedOperation, resolve: Resolve) {
  const fieldsIn = (place: Parameter["in"]) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, required = false }) => fieldOf(name, schema, required, resolve));
  const [status = "200"] = Object.keys(responses).filter((key) => key.startsWith("2"));
  const body = requestBody?.content?.["application/json"]?.schema;
  return {
    pathParameters: fieldsIn("path"),
    queryParameters: fieldsIn("query"),
    headers: fieldsIn("header"),
    ...(body ? { body: bodyOf(body, resolve) } : {}),
    success: successOf(status, responses[status] ?? {}, resolve),
    refusals: Object.entries(responses)
      .filter(([key]) => !key.startsWith("2") && key !== "304")
      .map(([key, response]) => ({
        status: key === "default" ? "500" : key,
        codes: codesOf(response, resolve),
      })),
  };
}

function bodyOf(schema: Schema, resolve: Resolve) {
  return {
    fields: fieldsOf(schema, resolve),
    example: asText(exampleOf(schema, resolve, { onlyRequired: true })),
  };
}

function successOf(status: string, given: DescribedResponse, resolve: Resolve) {
  const { content = {}, headers = {} } = resolve(given);
  const schema = content["application/json"]?.schema;
  const isFile = schema !== undefined && schema.type === "string";
  return {
    status,
    media: Object.keys(content),
    headers: Object.entries(headers).map(([name, header]) => {
      const { schema: inner, description, required = false } = resolve(header);
      return fieldOf(name, { ...inner, ...(description ? { description } : {}) }, required, resolve);
    }),
    fields: schema && !isFile ? fieldsOf(schema, resolve).filter(({ name }) => name !== "success") : [],
    ...(schema && !isFile ? { example: asText(exampleOf(schema, resolve)) } : {}),
  };
}

function codesOf(given: DescribedResponse, resolve: Resolve): string[] {
  const schema = resolve(given).content?.["application/json"]?.schema;
  return (schema?.properties?.code?.enum ?? []).map(String);
}

function whoMayWords(permission: Permission | "public"): string {
  if (permission === "public") return "every key, publishable ones too";
  const roles = (["viewer", "author", "editor", "admin"] as const).filter((role) => can(role, permission));
  return roles.length === 1
    ? `the role ${roles[0]}`
    : `the roles ${roles.slice(0, -1).join(", ")} and ${roles.at(-1)}`;
}

function resolver(document: object): Resolve {
  return function resolve<Thing extends { $ref?: string }>(thing: Thing): Thing {
    if (!thing.$ref) return thing;
    let found: unknown = document;
    for (const part of thing.$ref.replace(/^#\//, "").split("/")) {
      found = (found as Record<string, unknown>)[decodeURIComponent(part)];
    }
    return resolve({ ...(found as Thing), ...withoutRef(thing) });
  };
}

function withoutRef<Thing extends { $ref?: string }>({ $ref: _, ...rest }: Thing): Omit<Thing, "$ref"> {
  return rest;
}

function asText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
