import { demoExists, seedDemo } from "../../src/server/tenants/seed-demo";
import { readDemo, writeDemo } from "./demo";

/**
 * The program that `ensureDemo` runs: makes the demo organisations in the database of the environment, unless the ones
 * of `.data/demo.json` are there, and keeps their credentials. Argument: where the server answers.
 */
async function main(url: string): Promise<void> {
  const known = readDemo();
  const slug = known?.tenants[0]?.slug;
  const tenants = known && slug && (await demoExists(slug)) ? known.tenants : await seedDemo();
  writeDemo({ url, tenants });
}

try {
  await main(process.argv[2] ?? "http://localhost:3000");
  process.exit(0); // the server's connections would keep it alive
} catch (error) {
  console.error(
    "The demo organisations could not be made. If they are there already and just .data/demo.json is gone,",
  );
  console.error("sign up at /register, or start with an empty database. The reason:", error);
  process.exit(1);
}
