import { randomBytes } from "node:crypto";
import { createTag } from "@/server/tags/service";
import { prepare, type Scenario, type Scenarios, send } from "./scenario";

/** Gives the name of a tag that is there. */
const withTakenName: Scenario = async (world, operation) => {
  const name = `Taken ${randomBytes(5).toString("hex")}`;
  await createTag(world.tenant.admin.context, { name });
  return send(world, await prepare(world, operation), { body: { name } });
};

export const tags: Scenarios = {
  createTag: { "409 slug_taken": withTakenName },
  renameTag: { "409 slug_taken": withTakenName },
};
