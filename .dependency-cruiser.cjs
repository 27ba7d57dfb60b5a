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
      comment: "src/db knows tables and SQL, and nothing of ours beside but src/lib.",
      severity: "error",
      from: { path: "^src/db" },
      to: { path: "^src/(app|server)|^middleware" },
    },
    {
      name: "lib-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^src/lib" },
      to: { path: "^(src/(?!lib)|middleware)" },
    },
    {
      name: "server-does-not-import-app",
      severity: "error",
      from: { path: "^src/server" },
      to: { path: "^(src/app|middleware)" },
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
      from: { path: "^(src/(app|lib|server)|middleware)" },
      to: { path: "node_modules/(drizzle-orm|postgres)/" },
    },
    {
      name: "services-know-no-http-and-no-react",
      comment:
        "Only the pipeline, the host, pages and limits know requests; platform is told nothing of Next.",
      severity: "error",
      from: { path: "^src/server", pathNot: "^src/server/(host|limits|pages|pipeline)/" },
      to: { path: "node_modules/(next|react|react-dom)/|^src/server/(host|pages|pipeline)/" },
    },
    {
      name: "pipeline-and-limits-know-neither-host-nor-pages",
      severity: "error",
      from: { path: "^src/server/(pipeline|limits)/" },
      to: { path: "^src/server/(host|pages)/" },
    },
    {
      name: "who-may-build-a-tenant-context",
      comment:
        "Only the session, key and public-site resolvers and a job's entry point say which tenant it is.",
      severity: "error",
      from: {
        path: "^(src|middleware)",
        pathNot:
          "^src/server/(auth/(resolve-[a-z-]+|tenant-context)|tenants/create-organisation|jobs/.*)\\.ts$",
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
    {
      name: "program-does-not-import-its-entry-points",
      severity: "error",
      from: { path: "^(src/(app|server|db)|middleware)" },
      to: { path: "^src/bin" },
    },
    {
      name: "program-imports-no-tools",
      comment: "Tools, scripts and tests import the program, never the other way round.",
      severity: "error",
      from: { path: "^(src|middleware)" },
      to: { path: "^(tools|scripts|tests)/" },
    },
    {
      name: "tools-are-for-users-of-the-api",
      severity: "error",
      from: { path: "^tools" },
      to: { path: "^(scripts|tests)/" },
    },
    {
      name: "scripts-do-not-import-tests-or-tools",
      severity: "error",
      from: { path: "^scripts" },
      to: { path: "^(tools|tests)/" },
    },
    {
      name: "services-import-no-other-scripts",
      severity: "error",
      from: { path: "^scripts/services" },
      to: { path: "^scripts/(dev|testing|bench)" },
    },
    {
      name: "development-does-not-import-testing-or-measuring",
      severity: "error",
      from: { path: "^scripts/dev" },
      to: { path: "^scripts/(testing|bench)" },
    },
    {
      name: "testing-and-measuring-are-apart",
      severity: "error",
      from: { path: "^scripts/(testing|bench)/" },
      to: { path: "^scripts/(testing|bench)/", pathNot: "^scripts/$1/" },
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
