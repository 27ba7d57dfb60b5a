import { runProduction } from "./support/production";

/** `npm start`: the program in production, pages and API. */
await runProduction({ apiOnly: false });
