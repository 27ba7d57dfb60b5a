// The API's description: anyone, from any site.
import { openRoute } from "@/server/http/open-route";
import { describedAs } from "@/server/http/openapi/served";
import { describeAllRoutes } from "../../description";

export const { GET } = openRoute(describedAs(describeAllRoutes));
