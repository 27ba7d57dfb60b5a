// The API's description: anyone, from any site.
import { describeApi } from "@/server/http/openapi/document";
import { describedAs } from "@/server/http/openapi/served";
import { apiRoutes } from "../../routes";

export const GET = describedAs(async (serverUrl) => {
  const loaded = Object.entries(apiRoutes).map(async ([path, load]) => [path, await load()] as const);
  return describeApi(Object.fromEntries(await Promise.all(loaded)), serverUrl);
});
