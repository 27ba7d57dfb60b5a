// The API's description: anyone, from any site.
import { loadRoutes } from "@/server/http/api-router";
import { openRoute } from "@/server/http/open-route";
import { describeApi } from "@/server/http/openapi/document";
import { describedAs } from "@/server/http/openapi/served";
import { apiRoutes } from "../../routes";

export const { GET } = openRoute(
  describedAs(async (serverUrl) => describeApi(await loadRoutes(apiRoutes), serverUrl)),
);
