import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { oas31 } from "zod-openapi";
import { type CallOptions, call } from "../../support/api";
import type { Answer, DescribedOperation } from "../../support/resources/resource";
import { answerOf, description, operationAt, placeOf, resolve } from "./description";

/** Sends a request as `call` does, and throws unless the answer is one that the description has for the operation. */
export async function checked(method: string, target: string, options: CallOptions = {}): Promise<Answer> {
  const operation = operationAt(method, new URL(target, "http://localhost").pathname);
  return check(operation, await call(method, target, options));
}

/** Throws unless the description has this answer of the operation: its status, its headers and its body. */
export async function check(operation: DescribedOperation, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const problems = problemsOf(operation, { status, headers, text }).slice(0, 10);
  if (problems.length > 0) {
    const what = `${operation.id} answered ${status}, which its description doesn't have:`;
    throw new Error([what, ...problems, text.slice(0, 1_000)].join("\n  "));
  }
  return { status, headers, text, body: isJson(headers) ? JSON.parse(text) : undefined };
}

/** What an answer is: its status, and the code of a refusal. */
export function outcomeOf({ status, body }: Answer): string {
  return status < 400 ? `${status}` : `${status} ${body.code}`;
}

/** All that an operation may answer by its description, as `outcomeOf` names it. Faults of ours are not among it. */
export function outcomesOf(operation: DescribedOperation): string[] {
  const statuses = Object.keys(operation.described.responses ?? {}).filter((status) => status !== "default");
  return statuses.flatMap((status) => {
    const problem = answerOf(operation, status)?.content?.["application/problem+json"]?.schema;
    return problem ? codesOf(problem).map((code) => `${status} ${code}`) : [status];
  });
}

function codesOf(problem: oas31.SchemaObject | oas31.ReferenceObject): string[] {
  const schema = resolve<oas31.SchemaObject>(problem);
  const code = resolve<oas31.SchemaObject>(schema.properties?.code ?? {});
  return (code.enum ?? [code.const]).map(String);
}

function problemsOf(
  operation: DescribedOperation,
  { status, headers, text }: Pick<Answer, "status" | "headers" | "text">,
): string[] {
  const described = answerOf(operation, `${status}`);
  if (!described) return ["the status is not among its responses; declare the error code in `errors`"];
  return [
    ...headerProblems(described, headers),
    ...bodyProblems(operation, described, status, headers, text),
  ];
}

function headerProblems({ headers: described = {} }: oas31.ResponseObject, headers: Headers): string[] {
  return Object.entries(described).flatMap(([name, header]) => {
    const { required } = resolve<oas31.HeaderObject>(header);
    return required && !headers.get(name) ? [`the header ${name} is missing`] : [];
  });
}

function bodyProblems(
  operation: DescribedOperation,
  { content }: oas31.ResponseObject,
  status: number,
  headers: Headers,
  text: string,
): string[] {
  if (!content) return text === "" ? [] : ["there is a body"];
  const type = mediaTypeOf(headers);
  if (!(type in content)) return [`the content type ${type} is not among ${Object.keys(content).join(", ")}`];
  const reference = operation.described.responses?.[`${status}`]?.$ref as string | undefined;
  const pointer = reference ?? `${placeOf(operation)}/responses/${status}`;
  const validate = validatorOf(`${pointer}/content/${escaped(type)}/schema`);
  if (validate(isJson(headers) ? JSON.parse(text) : text)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, "api");
const validators = new Map<string, ValidateFunction>();

/** Validates against the schema at a JSON pointer into the description. */
export function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer);
  if (known) return known;
  const made = ajv.compile({ $ref: `api${encodeURI(pointer)}` });
  validators.set(pointer, made);
  return made;
}

function escaped(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

function mediaTypeOf(headers: Headers): string {
  return headers.get("content-type")?.split(";")[0]?.trim() ?? "";
}

function isJson(headers: Headers): boolean {
  return /[/+]json$/.test(mediaTypeOf(headers));
}
