import { parseArgs } from "node:util";
import { applyEnvironment, loadDotEnv, serverEnvironment, setting } from "../../src/bin/support/environment";
import { migrateDatabase, type TaskDatabase } from "../../src/bin/support/migrate-database";
import { runTask } from "../../src/bin/support/shutdown";
import { info, reasonOf, TaskError } from "../../src/bin/support/terminal";
import { joinDatabase } from "../dev/database";
import { ensureDemo, readDemo } from "../dev/demo";
import { currentRun } from "../dev/run-lock";
import { seedPassword } from "./seed/plan";
import { seed } from "./seed/run";

const usage = `Fills the configured or the built-in database.

  npm run seed                                the two demo organisations, unless they are there
  npm run seed -- --tenants N --articles N    many made-up organisations, the same ones each time: one holds a tenth
                                              of the articles, the rest follow Zipf's law

The made-up ones have a password and keys that anybody can work out, so they are refused in production.`;

await runTask(async () => {
  const size = readSize();
  if (size === "help") {
    console.log(usage);
    return 0;
  }
  loadDotEnv();
  if (size && setting("MASTHEAD_MODE") === "production")
    throw new TaskError("Made-up organisations have keys that anybody can work out: not in production.");
  const url = (await currentRun())?.url ?? readDemo()?.url ?? `http://localhost:${process.env.PORT || 3000}`;
  const database = await joinDatabase("seed");
  applyEnvironment({ mode: "development", appUrl: database.appUrl, port: Number(new URL(url).port) });
  await migrateDatabase(database);
  return size ? makeMany(database, size) : makeDemo(url);
});

async function makeDemo(url: string): Promise<number> {
  if (!(await ensureDemo(url, serverEnvironment()))) return 1;
  for (const { slug, email, password } of readDemo()?.tenants ?? []) {
    info(`organisation ${slug}: ${email}, password ${password}`);
  }
  info("keys are in .data/demo.json");
  return 0;
}

async function makeMany({ ownerUrl }: TaskDatabase, size: Size): Promise<number> {
  if (!ownerUrl) throw new TaskError("DATABASE_OWNER_URL is needed: the tables' owner writes the rows.");
  const startedAt = Date.now();
  let saidAt = startedAt;
  const { tenants, written } = await seed(ownerUrl, size, (articles) => {
    if (Date.now() - saidAt < 10_000) return;
    saidAt = Date.now();
    info(`${articles} articles`);
  });
  info(
    `${written} of ${tenants.length} organisations made in ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
  for (const { slug, articles, members, secretKey } of [tenants[0], tenants.at(-1)].flatMap(
    (one) => one ?? [],
  )) {
    info(
      `${slug}: ${articles} articles, ${members[0]?.email}, password ${seedPassword}, key ${secretKey.key}`,
    );
  }
  return 0;
}

interface Size {
  tenants: number;
  articles: number;
}

function readSize(): Size | "help" | undefined {
  const { tenants, articles, help } = parse();
  if (help) return "help";
  if (tenants === undefined && articles === undefined) return undefined;
  return {
    tenants: count("--tenants", tenants, 100_000),
    articles: count("--articles", articles, 100_000_000),
  };
}

function parse() {
  try {
    const { values } = parseArgs({
      options: {
        tenants: { type: "string" },
        articles: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new TaskError(`${reasonOf(error)}\n\n${usage}`, 2);
  }
}

function count(name: string, text: string | undefined, max: number): number {
  if (text === undefined || !/^[1-9]\d{0,8}$/.test(text) || Number(text) > max)
    throw new TaskError(`${name} must be a whole number from 1 to ${max}.`, 2);
  return Number(text);
}
