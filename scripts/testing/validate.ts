import { runTask } from "../../src/bin/support/shutdown";
import { runChecks, staticChecks } from "./checks";
import { testEnvironment } from "./environment";
import { runAndSummarise } from "./report";

/** `npm run validate`: types, lint and import rules; what can be checked without running the program. */
await runTask(() => runAndSummarise(() => runChecks(staticChecks(), testEnvironment("quick"))));
