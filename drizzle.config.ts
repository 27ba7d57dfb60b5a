import { defineConfig } from "drizzle-kit";

// For drizzle-kit's own commands, such as `npx drizzle-kit studio`. Migrations are written by `npm run db:generate` and run by
// src/db/migrate.ts, since Drizzle's runner skips what is dated earlier: see docs/decisions/0046.
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/db/schema",
  out: "./drizzle",
});
