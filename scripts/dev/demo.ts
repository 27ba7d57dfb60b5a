import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { dataDirectory, ensureDataDirectory, root } from "../../src/bin/support/paths";
import { startNode } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";

const file = path.join(dataDirectory, "demo.json");

const demoSchema = z.object({
  /** Where the server of the last start answers. */
  url: z.string(),
  tenants: z.array(
    z.object({
      slug: z.string(),
      email: z.string(),
      password: z.string(),
      secretKey: z.string(),
      publishableKey: z.string(),
    }),
  ),
});

export type Demo = z.infer<typeof demoSchema>;

/** The demo organisations' credentials, which development keeps so that people and tools can sign in. */
export function readDemo(): Demo | undefined {
  try {
    return demoSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

export function writeDemo(demo: Demo): void {
  ensureDataDirectory();
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/**
 * Makes the demo organisations unless they are there, and writes `.data/demo.json`. In a process of its own: it uses the
 * server's modules, whose database and Redis connections would otherwise stay open in this one.
 * Resolves to false if it failed, which it has said.
 */
export async function ensureDemo(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const flags = ["--conditions=react-server", "--import", "tsx"];
  const child = startNode([...flags, path.join(root, "scripts/dev/seed-demo.ts"), url], { env });
  const forget = atShutdown("demo", async () => void (await child.stop(2_000)));
  const code = await child.exited;
  forget();
  return code === 0;
}
