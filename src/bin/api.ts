import { runProduction } from "./support/production";

/** `npm run api`: the REST API alone in production, to scale it apart from the pages. */
await runProduction({ apiOnly: true });
