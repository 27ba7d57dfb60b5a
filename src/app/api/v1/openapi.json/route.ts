// The API's description: anyone, from any site.
import { loadRoutes } from "@/server/http/api-router";
import { describeApi } from "@/server/http/openapi/document";
import { describedAs } from "@/server/http/openapi/served";
import { apiRoutes } from "../../routes";

export const GET = describedAs(async (serverUrl) => describeApi(await loadRoutes(apiRoutes), serverUrl));
