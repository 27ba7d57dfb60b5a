import { z } from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { errorCodes } from "../../generated/error-codes";
import type { ErrorCode } from "../../platform/errors";
import { type AnyOperation, errorCodesOf, type Method } from "../operation";
import { isValidated, refusalHeaders, successHeaders } from "./headers";
import { errorSchema, problemSchema } from "./schemas";

/** Every answer of an operation, by status. What is a fault of ours is `default`: nobody can plan for it. */
export function responsesOf(method: Method, declared: AnyOperation): ZodOpenApiResponsesObject {
  const responses: [string, ZodOpenApiResponseObject][] = [
    [`${declared.status ?? 200}`, success(method, declared)],
  ];
  if (declared.orNothing)
    responses.push(["204", { description: "Done", headers: successHeaders(method, declared) }]);
  if (isValidated(method, declared)) {
    const headers = successHeaders(method, declared);
    responses.push([
      "304",
      { description: "You have this already: nothing that is shown has changed", headers },
    ]);
  }
  const codes = errorCodesOf(method, declared);
  for (const status of [...new Set(codes.map((code) => errorCodes[code].status))].sort((a, b) => a - b)) {
    const those = codes.filter((code) => errorCodes[code].status === status);
    responses.push([status === 500 ? "default" : `${status}`, refusal(status, those)]);
  }
  return Object.fromEntries(responses);
}

function success(method: Method, declared: AnyOperation): ZodOpenApiResponseObject {
  const { status = 200, data, meta, media } = declared;
  const headers = successHeaders(method, declared);
  if (status === 204) return { description: "Done", headers };
  if (media) {
    const content = Object.fromEntries(Object.entries(media).map(([type, schema]) => [type, { schema }]));
    return { description: "The file", headers, content };
  }
  const schema = z.object({ success: z.literal(true), data: data ?? z.unknown(), ...(meta ? { meta } : {}) });
  const description = status === 201 ? "Created" : "Success";
  return { description, headers, content: { "application/json": { schema } } };
}

const refusals = new Map<string, ZodOpenApiResponseObject>();

/** One component for each set of codes, so that the description says it once. */
function refusal(status: number, codes: ErrorCode[]): ZodOpenApiResponseObject {
  const id = codes.map(pascalCased).join("Or");
  const known = refusals.get(id);
  if (known) return known;
  const response: ZodOpenApiResponseObject = {
    id,
    description: codes.map((code) => `\`${code}\``).join(", "),
    headers: refusalHeaders(status),
    content: {
      "application/json": { schema: errorSchema(codes) },
      "application/problem+json": { schema: problemSchema(codes) },
    },
  };
  refusals.set(id, response);
  return response;
}

function pascalCased(code: string): string {
  return code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
