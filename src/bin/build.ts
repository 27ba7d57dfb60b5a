import { buildProgram } from "./support/build";
import { runTask } from "./support/shutdown";

/** `npm run build`: makes what `npm start` serves: Next's pages, and the server's own code in one file. */
await runTask(async () => {
  await buildProgram();
  return 0;
});
