import type { CallOptions } from "../api";
import { type ActorName, actors } from "./actors";
import { expectedStatus } from "./expected";
import { withIds } from "./ids";
import { makeFixture, ownerIn } from "./make";
import type { DescribedOperation, Prepared, World } from "./resource";

/** A request that is accepted, by the operation's case: what it is about was made for it. */
export async function prepare(
  { tenant, credentials }: World,
  operation: DescribedOperation,
): Promise<Prepared> {
  const { body, query = "", allowed, ok } = operation.expected;
  const ids = await makeFixture(operation.expected, ownerIn(tenant));
  const actor = allowed.includes("admin key") ? "admin key" : allowed[0];
  if (!actor) throw new Error(`nobody may do ${operation.id}`);
  return {
    ok,
    method: operation.method,
    target: withIds(operation.path, ids) + query,
    options: { ...credentials[actor], body: typeof body === "function" ? body(ids) : body },
  };
}

/** Sends a prepared request with changes. */
export function send(world: World, { method, target, options }: Prepared, changes: CallOptions = {}) {
  const headers = { ...options.headers, ...changes.headers };
  return world.ask(method, target, { ...options, ...changes, headers });
}

/** The body of a prepared request, to be changed. Throws if it isn't an object of JSON. */
export function bodyOf({ options: { body } }: Prepared, { id }: DescribedOperation): Record<string, unknown> {
  if (typeof body === "object" && body !== null) return { ...body };
  throw new Error(`${id} takes no JSON object: add a scenario of its own for this answer`);
}

/** Somebody with a good credential who may not do it. */
export function refusedActor({ id, expected }: DescribedOperation): ActorName {
  const refused = actors.find((actor) => expectedStatus(expected, actor) === 403);
  if (!refused) throw new Error(`everybody may do ${id}: take its permission for \`public\``);
  return refused;
}
