import fc from "fast-check";
import type { oas31 } from "zod-openapi";
import { type ActorName, actors } from "../../support/resources/actors";
import type { DescribedOperation } from "../../support/resources/resource";
import { resolve } from "../checks/description";
import { valuesOf } from "./from-schema";
import { hostileBytes, hostileJson, hostileName, hostileString } from "./hostile";
import { mutated } from "./mutate";

/** A request before it is known what is there to ask about. */
export interface Plan {
  /** The path's variable parts; null: the id of something that is there. */
  ids: Record<string, string | null>;
  query: [string, string][];
  headers: Record<string, string>;
  /** As it was generated, for reading; sent is `bytes`. */
  body: unknown;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  actor: ActorName;
}

/** Requests of an operation: such as its description allows, such with something wrong, and what no client sends. */
export function requestsOf(operation: DescribedOperation): fc.Arbitrary<Plan> {
  const parameters = (operation.described.parameters ?? []).map((one) => resolve<oas31.ParameterObject>(one));
  const schema = operation.declared.body && bodySchemaOf(operation);
  return fc
    .record({
      ids: idsOf(parameters.filter(({ in: place }) => place === "path")),
      query: queryOf(parameters.filter(({ in: place }) => place === "query")),
      headers: headersOf(parameters.filter(({ in: place }) => place === "header")),
      body: bodyOf(operation, schema),
      actor: fc.oneof(
        { weight: 6, arbitrary: fc.constant<ActorName>("admin key") },
        { weight: 1, arbitrary: fc.constant<ActorName>("admin") },
        { weight: 1, arbitrary: fc.constantFrom(...actors) },
      ),
    })
    .map(({ body, ...rest }) => ({ ...rest, ...body }));
}

function idsOf(parameters: oas31.ParameterObject[]): fc.Arbitrary<Plan["ids"]> {
  const part = fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: hostileString.filter((value) => !/^\.*$/.test(value) && value.length < 5_000) },
  );
  return fc.record(Object.fromEntries(parameters.map(({ name }) => [name, part])));
}

function queryOf(parameters: oas31.ParameterObject[]): fc.Arbitrary<Plan["query"]> {
  const known = parameters.map(({ name, schema = {} }) => {
    const value = fc.oneof({ weight: 3, arbitrary: valuesOf(schema).map(String) }, hostileString);
    return fc.tuple(fc.constant(name), value);
  });
  const one = fc.oneof(...known.map((arbitrary) => ({ weight: 10, arbitrary })), {
    weight: 1,
    arbitrary: fc.tuple(hostileName, hostileString),
  });
  return fc.array(one, { maxLength: 3 });
}

const conditions = ['"1"', '"2"', 'W/"1"', "*", '"1", "2"', '"', "1", '"99999999999999999999"', '"-1"', ""];
const contentTypes = [
  "application/json; charset=utf-16",
  "APPLICATION/JSON",
  "text/plain",
  "",
  ";",
  "application/",
];
const accepts = ["application/problem+json", "*/*", "text/html", ";q=x", "application/problem+json;q=0"];

/** Headers of the protocol itself, which any operation may be sent. */
const ofProtocol: Record<string, fc.Arbitrary<string>> = {
  accept: fc.constantFrom(...accepts),
  "if-match": fc.constantFrom(...conditions),
  "if-none-match": fc.constantFrom(...conditions),
  "content-type": fc.constantFrom(...contentTypes),
  "content-length": fc.constantFrom("-1", "1e9", "abc", "0"),
  origin: fc.constantFrom("https://elsewhere.example", "null", "http://localhost:3000"),
  "x-forwarded-for": fc.constantFrom("::1, 10.0.0.1", "unknown", "%"),
};

function headersOf(parameters: oas31.ParameterObject[]): fc.Arbitrary<Plan["headers"]> {
  const described = parameters.map(({ name, schema = {} }) => {
    const value = fc.oneof(valuesOf(schema).map(String), hostileString, fc.constantFrom(...conditions));
    return [name.toLowerCase(), value.filter(isHeaderValue)] as const;
  });
  const all = { ...ofProtocol, ...Object.fromEntries(described) };
  const one = fc.oneof(...Object.entries(all).map(([name, value]) => fc.tuple(fc.constant(name), value)));
  return fc.array(one, { maxLength: 2 }).map((pairs) => Object.fromEntries(pairs));
}

/** What HTTP itself has no place for can't be sent. */
function isHeaderValue(value: string): boolean {
  return value.length < 8_000 && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function bodySchemaOf({ described }: DescribedOperation): oas31.SchemaObject | oas31.ReferenceObject {
  const body = described.requestBody && resolve<oas31.RequestBodyObject>(described.requestBody);
  return body?.content["application/json"]?.schema ?? {};
}

type Sent = Pick<Plan, "body" | "bytes">;

function bodyOf(
  { method }: DescribedOperation,
  schema: oas31.SchemaObject | oas31.ReferenceObject | undefined,
): fc.Arbitrary<Sent> {
  const nothing = fc.constant<Sent>({ body: undefined, bytes: undefined });
  if (method === "GET") return nothing;
  const bytes = hostileBytes.map((body): Sent => ({ body, bytes: Uint8Array.from(body) }));
  if (!schema) return fc.oneof({ weight: 9, arbitrary: nothing }, bytes, hostileJson.map(asJson));
  const valid = valuesOf(schema);
  return fc.oneof(
    { weight: 8, arbitrary: valid.map(asJson) },
    { weight: 8, arbitrary: mutated(valid).map(asJson) },
    { weight: 2, arbitrary: hostileJson.map(asJson) },
    { weight: 2, arbitrary: bytes },
    { weight: 1, arbitrary: nothing },
  );
}

function asJson(body: unknown): Sent {
  return { body, bytes: new TextEncoder().encode(JSON.stringify(body)) };
}
