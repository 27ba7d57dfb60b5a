// The API's description: anyone, from any site.
import { openRoute } from "@/server/pipeline/open-route";
import { describedAs } from "@/server/pipeline/openapi/served";
import { describeAllRoutes } from "../../description";

export const { GET } = openRoute(describedAs(describeAllRoutes));
