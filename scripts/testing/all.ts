import { runTask } from "../../src/bin/support/shutdown";
import { runAndSummarise } from "./report";
import { runSuite } from "./suite";

/** `npm run test:all`: everything that is checked. */
await runTask(() => runAndSummarise(() => runSuite("all")));
