import { defineConfig } from "drizzle-kit";

// `npx drizzle-kit generate --name what-changed` writes the next migration from src/db/schema.
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/db/schema",
  out: "./drizzle",
});
