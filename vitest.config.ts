import { availableParallelism } from "node:os";
import path from "node:path";
import { configDefaults, defineConfig } from "vitest/config";
import { withoutPredicates } from "./tests/support/without-predicates.ts";

const root = import.meta.dirname;

/**
 * `npm run test:all` sets it. Else files named `*.long.test.ts` are left out, and tests that find more the longer they run
 * run shortly.
 */
const isWhole = process.env.TEST_SET === "all";
const short = { FUZZ_REQUESTS: "4", WALKS: "1", SOAK_OPERATIONS: "800", SOAK_TRANSACTIONS: "500" };

/** What the kinds of tests have in common; each directory of tests/ is a project. */
function project(name: string, globalSetup: string[]) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      exclude: isWhole ? configDefaults.exclude : [...configDefaults.exclude, "**/*.long.test.*"],
      setupFiles: ["tests/support/setup.ts"],
      globalSetup,
    },
  };
}

const services = "tests/support/global-setup.ts";
const sharedServer = "tests/support/shared-server.ts";

const isolation = project("isolation", [services]);

const served = project("served", [services, sharedServer]);

const scale = project("scale", [services]);

const endToEnd = project("e2e", [services, sharedServer, "tests/support/shared-browser.ts"]);

export default defineConfig({
  resolve: {
    alias: {
      "@": path.join(root, "src"),
      // Outside Next.js' server bundle this package throws by design; its own empty module is what the bundle gets.
      "server-only": path.join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    pool: "forks",
    // Each has a pool of connections to the one Postgres.
    maxWorkers: Math.min(Math.max(availableParallelism(), 2), 12),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for comes later on a busy machine; one second is Vitest's own.
    expect: { poll: { timeout: 15_000 } },
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    env: isWhole ? {} : short,
    projects: [
      project("unit", []),
      project("integration", [services]),
      project("contract", [services]),
      isolation,
      // The same tests on repositories whose queries have lost their tenant predicate: row security has to hold alone.
      {
        ...isolation,
        plugins: [withoutPredicates()],
        test: {
          ...isolation.test,
          name: "isolation-without-predicates",
          include: ["matrix", "lists", "row-security", "without-predicates", "interleaving"].map(
            (name) => `tests/isolation/${name}{,.long}.test.ts`,
          ),
          env: { ...(isWhole ? {} : short), WITHOUT_TENANT_PREDICATES: "1" },
        },
      },
      // On the built program, without a browser. Long files load the machine, so that they run one at a time.
      {
        ...served,
        test: { ...served.test, fileParallelism: !isWhole, testTimeout: 60_000, sequence: { groupOrder: 1 } },
      },
      // Several servers and much load; only by `npm run test:scale`.
      {
        ...scale,
        test: { ...scale.test, fileParallelism: false, testTimeout: 120_000, sequence: { groupOrder: 3 } },
      },
      // In a browser.
      {
        ...endToEnd,
        test: {
          ...endToEnd.test,
          fileParallelism: !isWhole,
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
