import type { OpenAPI3 } from "openapi-typescript";
import { z } from "zod";
import { describeAllRoutes } from "../../src/app/api/description";
import { reasonOf, TaskError } from "../../src/bin/support/terminal";

const answerSchema = z.looseObject({ openapi: z.string().startsWith("3.1"), info: z.looseObject({}) });

/** The API's description as this source has it; no server is needed. */
export async function describedBySource(): Promise<OpenAPI3> {
  const description = await describeAllRoutes("http://localhost:3000");
  // The two libraries' types of one standard differ in details that its JSON hasn't.
  return JSON.parse(JSON.stringify(description)) as OpenAPI3;
}

/** The API's description as the server at `url` gives it. Throws a TaskError if it gives none. */
export async function describedByServer(url: string): Promise<OpenAPI3> {
  const address = `${url.replace(/\/+$/, "")}/api/v1/openapi.json`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(15_000) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return answerSchema.parse(await response.json()) as unknown as OpenAPI3;
  } catch (error) {
    throw new TaskError(`There is no description of a Masthead API at ${address}: ${reasonOf(error)}`);
  }
}
