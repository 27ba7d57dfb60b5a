import { type ActorName, actors, type Credential } from "../../isolation/matrix/actors";
import { type Expectation, expectations, expectedStatus } from "../../isolation/matrix/expectations";
import { givens, type Ids, withIds } from "../../isolation/matrix/given";
import type { CallOptions } from "../../support/api";
import type { TestTenant } from "../../support/factories";
import type { Answer } from "../checks/answers";
import type { DescribedOperation } from "../checks/description";

export interface World {
  tenant: TestTenant;
  credentials: Record<ActorName, Credential>;
  /** Sends a request and holds the answer against the description. */
  ask(method: string, target: string, options?: CallOptions): Promise<Answer>;
}

/** Makes an operation give a certain answer, and returns it. */
export type Scenario = (world: World, operation: DescribedOperation) => Promise<Answer>;

/** Scenarios of operations by their id, and by what the answer is: `200`, or `409 slug_taken`. */
export type Scenarios = Record<string, Record<string, Scenario>>;

export interface Prepared {
  method: string;
  target: string;
  options: CallOptions;
  /** Status of the answer, unless one asks again. */
  ok: number;
}

/** A request that is accepted, by the table of permissions: what it is about was made for it. */
export async function prepare(
  { tenant, credentials }: World,
  operation: DescribedOperation,
): Promise<Prepared> {
  const expectation = expectationOf(operation);
  const ids: Ids = await givens[expectation.given](tenant);
  const { body, headers, query = "", allowed, ok } = expectation;
  const actor = allowed.includes("admin key") ? "admin key" : allowed[0];
  if (!actor) throw new Error(`nobody may do ${operation.id}`);
  return {
    ok,
    method: operation.method,
    target: withIds(operation.path, ids) + query,
    options: { ...credentials[actor], headers, body: typeof body === "function" ? body(ids) : body },
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
export function refusedActor(operation: DescribedOperation): ActorName {
  const expectation = expectationOf(operation);
  const refused = actors.find((actor) => expectedStatus(expectation, actor) === 403);
  if (!refused) throw new Error(`everybody may do ${operation.id}: take its permission for \`public\``);
  return refused;
}

/** What the table of permissions has on an operation. */
export function expectationOf({ method, path }: DescribedOperation): Expectation {
  const expectation = expectations[`${method} ${path}`];
  if (!expectation) throw new Error(`add ${method} ${path} to tests/isolation/matrix/expectations.ts`);
  return expectation;
}
