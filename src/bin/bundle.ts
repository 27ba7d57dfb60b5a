import { writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { builtWorker, bundleWorker } from "../server/texts/worker-source";
import { bundledServer, root } from "./support/paths";

/**
 * Makes one file of the server process's own code, beside what `next build` has made. Started from its TypeScript, the
 * server would compile hundreds of files at each start, and keep the compiler in its memory.
 */
await build({
  absWorkingDir: root,
  entryPoints: ["src/bin/serve.ts"],
  outfile: path.relative(root, bundledServer),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // Packages stay where npm has put them.
  packages: "external",
  legalComments: "none",
  logLevel: "warning",
});

// The threads that work on texts; their code is read by whoever starts one.
await writeFile(path.join(root, builtWorker), await bundleWorker(root));
