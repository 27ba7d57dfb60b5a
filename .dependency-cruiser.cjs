/** Imports point one way: app → server → db. Checked by `npm run validate`. */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "db-imports-only-db",
      comment: "src/db knows tables and SQL, and nothing of ours beside.",
      severity: "error",
      from: { path: "^src/db" },
      to: { path: "^(src/(app|server)|middleware|scripts|tests)" },
    },
    {
      name: "server-does-not-import-app",
      severity: "error",
      from: { path: "^src/server" },
      to: { path: "^(src/app|middleware|scripts|tests)" },
    },
    {
      name: "app-does-not-import-db",
      comment: "Pages, actions and routes call services.",
      severity: "error",
      from: { path: "^(src/app|middleware)" },
      to: { path: "^src/db" },
    },
    {
      name: "sql-only-in-db",
      severity: "error",
      from: { path: "^(src/(app|server)|middleware)" },
      to: { path: "node_modules/(drizzle-orm|postgres)/" },
    },
    {
      name: "services-know-no-http-and-no-react",
      comment: "Only server/http is the bridge to requests; platform is told nothing of Next.",
      severity: "error",
      from: { path: "^src/server", pathNot: "^src/server/http" },
      to: { path: "node_modules/(next|react|react-dom)/|^src/server/http" },
    },
    {
      name: "who-may-build-a-tenant-context",
      comment:
        "Only the session, key and public-site resolvers and a job's entry point say which tenant it is.",
      severity: "error",
      from: {
        path: "^(src|middleware)",
        pathNot: "^src/server/(auth/(resolve-[a-z-]+|tenant-context)|tenants/founding|jobs/.*)\\.ts$",
      },
      to: { path: "^src/server/auth/build-tenant-context\\.ts$" },
    },
    {
      name: "no-orphan-modules",
      severity: "error",
      from: { orphan: true, path: "^src/(server|db)" },
      to: {},
    },
    {
      name: "no-dev-dependencies-in-the-program",
      comment:
        "ioredis-mock is the one exception: it is loaded on demand where no Redis is configured, never in production.",
      severity: "error",
      from: { path: "^(src|middleware)" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "ioredis-mock" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
