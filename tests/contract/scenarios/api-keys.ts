import { prepare, type Scenario, type Scenarios, send } from "./scenario";

/** Asks about a key that was revoked meanwhile. */
const ended: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const target = prepared.target.replace(/\/rotate$/, "");
  await world.ask("DELETE", target, { key: world.tenant.secretKeys.admin });
  return send(world, prepared);
};

export const apiKeys: Scenarios = {
  updateApiKey: { "409 api_key_ended": ended },
  rotateApiKey: { "409 api_key_ended": ended },
};
