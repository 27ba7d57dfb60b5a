import { environmentOf, startTestServices, type TestServices } from "../../scripts/services/test-services";

let own: Promise<TestServices> | undefined;

/** Vitest's globalSetup: starts the services where Vitest is run by itself; `npm test` has started them already. */
export async function setup(): Promise<void> {
  if (process.env.TEST_ADMIN_URL && !own) return;
  own ??= startTestServices();
  Object.assign(process.env, environmentOf(await own));
}

/** Stops what `setup` has started. */
export async function teardown(): Promise<void> {
  await (await own)?.stop();
  own = undefined;
}
