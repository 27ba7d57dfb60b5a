import type { ZodOpenApiPathsObject } from "zod-openapi";
import { eventResponses } from "../../events/public-event";

/** What receivers of events are sent, by type. */
export function describeWebhooks(): ZodOpenApiPathsObject {
  const entries = Object.entries(eventResponses).map(([type, schema]) => [
    type,
    {
      post: {
        operationId: `${type.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase())}Event`,
        summary: schema.meta()?.description ?? type,
        tags: ["Events"],
        security: [],
        requestBody: { required: true, content: { "application/json": { schema } } },
        responses: { "2XX": { description: "Taken" } },
      },
    },
  ]);
  return Object.fromEntries(entries);
}
