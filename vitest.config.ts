import path from "node:path";
import { defineConfig } from "vitest/config";
import { withoutPredicates } from "./tests/support/without-predicates.ts";

const root = import.meta.dirname;

/** What the kinds of tests have in common; each directory of tests/ is a project. */
function project(name: string, needs: { services: boolean }) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      setupFiles: ["tests/support/setup.ts"],
      globalSetup: needs.services ? ["tests/support/global-setup.ts"] : [],
    },
  };
}

const isolation = project("isolation", { services: true });

const served = project("served", { services: true });

const scale = project("scale", { services: true });

const endToEnd = project("e2e", { services: true });

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
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    projects: [
      project("unit", { services: false }),
      project("integration", { services: true }),
      project("contract", { services: true }),
      isolation,
      // The same tests on repositories whose queries have lost their tenant predicate: row security has to hold alone.
      {
        ...isolation,
        plugins: [withoutPredicates()],
        test: {
          ...isolation.test,
          name: "isolation-without-predicates",
          include: ["matrix", "lists", "row-security", "without-predicates", "interleaving"].map(
            (name) => `tests/isolation/${name}.test.ts`,
          ),
          env: { WITHOUT_TENANT_PREDICATES: "1" },
        },
      },
      // On the built program, without a browser; one server at a time.
      {
        ...served,
        test: { ...served.test, fileParallelism: false, testTimeout: 60_000, sequence: { groupOrder: 1 } },
      },
      // Several servers and much load; only by `npm run test:scale`.
      {
        ...scale,
        test: { ...scale.test, fileParallelism: false, testTimeout: 120_000, sequence: { groupOrder: 3 } },
      },
      // One browser and one server at a time, after everything else.
      {
        ...endToEnd,
        test: { ...endToEnd.test, fileParallelism: false, testTimeout: 120_000, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
