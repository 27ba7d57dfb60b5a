import type { ResourceModule } from "@/server/host/api-router";
import { apiRoutes } from "./routes";

/** What a host other than Next serves: the described routes and those that belong to no organisation. */
export const allRoutes: Record<string, () => Promise<ResourceModule>> = {
  ...apiRoutes,
  "/api/health": () => import("./health/route"),
  "/api/v1/openapi.json": () => import("./v1/openapi.json/route"),
};
