import { loadRoutes } from "@/server/host/api-router";
import { describeApi } from "@/server/pipeline/openapi/document";
import { apiRoutes } from "./routes";

/** The API's description (OpenAPI 3.1). `serverUrl` is the public address, without a path. */
export async function describeAllRoutes(serverUrl: string) {
  return describeApi(await loadRoutes(apiRoutes), serverUrl);
}
