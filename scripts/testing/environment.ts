/** `quick`: without what takes long, see vitest.config.ts. */
export type TestSet = "quick" | "all";

/**
 * The environment of checks and tests: the caller's, without what it may hold for the program itself. A developer's
 * exported DATABASE_URL must not make a test run on that database.
 */
export function testEnvironment(set: TestSet): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", TEST_SET: set };
  const ours =
    /^(DATABASE_|REDIS_(?:URL|CLUSTER)$|UPSTASH_|APP_URL$|PORT$|HOST$|MASTHEAD_|RATE_LIMIT_|TRUSTED_PROXIES$|DRAIN_SECONDS$|LOG_LEVEL$|SMTP_URL$|MAIL_FROM$|SIGN_UP$|ENCRYPTION_KEY$)/;
  for (const name of Object.keys(env)) {
    if (ours.test(name)) delete env[name];
  }
  return env;
}
