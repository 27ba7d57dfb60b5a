import { randomUUID } from "node:crypto";
import { bodyMaxBytes } from "@/server/pipeline/body";
import { idempotently } from "@/server/pipeline/idempotency";
import { noContent } from "@/server/pipeline/responses";
import { config } from "@/server/platform/config";
import { withIds } from "../support/resources/ids";
import type { Answer, DescribedOperation, Scenario } from "../support/resources/resource";
import { bodyOf, prepare, refusedActor, send } from "../support/resources/scenario";

const success: Scenario = async (world, operation) => send(world, await prepare(world, operation));

const notModified: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const again = async () => {
    const etag = (await send(world, prepared)).headers.get("etag") ?? "";
    return send(world, prepared, { headers: { "if-none-match": etag } });
  };
  const answer = await again();
  // What was asked may have changed by being asked for: when a key was last used, say.
  return answer.status === 304 ? answer : again();
};

/** Each way in which any operation can be asked wrongly. */
const invalid: Scenario = async (world, operation) => {
  const { declared, method, id } = operation;
  const prepared = await prepare(world, operation);
  const answers: Answer[] = [];
  if (declared.query) {
    const target = `${prepared.target}${prepared.target.includes("?") ? "&" : "?"}nonsense=1`;
    answers.push(await send(world, { ...prepared, target }));
  }
  if (declared.body)
    answers.push(await send(world, prepared, { body: { ...bodyOf(prepared, operation), nonsense: 1 } }));
  if (method === "POST")
    answers.push(await send(world, prepared, { headers: { "idempotency-key": "k".repeat(256) } }));
  const accepted = answers.find(({ status }) => status !== 400);
  const last = accepted ?? answers.at(-1);
  if (!last) throw new Error(`add a scenario that makes ${id} refuse its input`);
  return last;
};

const nothingThere: Scenario = async (world, operation) => {
  const { options, method } = await prepare(world, operation);
  return world.ask(method, withIds(operation.path, {}), options);
};

const forbidden: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const nobody = { key: undefined, session: undefined };
  return send(world, prepared, { ...nobody, ...world.credentials[refusedActor(operation)] });
};

const tooLarge: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  return send(world, prepared, {
    body: { ...bodyOf(prepared, operation), filler: "x".repeat(bodyMaxBytes) },
  });
};

/** A key that was made for it may ask once a minute. */
const tooOften: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const body = { name: "Slow", kind: "secret", role: "admin", rateLimitPerMinute: 1 };
  const made = await world.ask("POST", "/api/v1/api-keys", { key: world.tenant.secretKeys.admin, body });
  const once = () => send(world, prepared, { key: made.body.data.key, session: undefined });
  await once();
  const answer = await once();
  // Where a new minute began between the two, the first one counts for the old one: then a third is one too many.
  return answer.status === 429 ? answer : once();
};

/** Asked from within another request with the same key, that is as long as that one is at work. */
const keyInUse: Scenario = async (world, operation) => {
  const key = randomUUID();
  const prepared = await prepare(world, operation);
  let answer: Answer | undefined;
  await idempotently(world.tenant.admin.context, { key, fingerprint: "another request" }, async () => {
    const session = world.tenant.admin.token;
    answer = await send(world, prepared, { key: undefined, session, headers: { "idempotency-key": key } });
    return noContent();
  });
  if (!answer) throw new Error("nothing was asked");
  return answer;
};

const keyReused: Scenario = async (world, operation) => {
  const headers = { "idempotency-key": randomUUID() };
  const key = world.tenant.secretKeys.admin;
  await world.ask("POST", "/api/v1/articles", { key, headers, body: { title: "Another", content: "" } });
  return send(world, await prepare(world, operation), { key, session: undefined, headers });
};

/** As if the plan had no room for any text. */
const nothingLeft: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const { storage } = config();
  const { bytesMax } = storage;
  storage.bytesMax = 0;
  try {
    return await send(world, prepared);
  } finally {
    storage.bytesMax = bytesMax;
  }
};

/** What the pipeline answers for all operations alike; by status, or by code for refusals. */
const generic: Record<string, Scenario> = {
  "200": success,
  "201": success,
  "204": success,
  "304": notModified,
  "400 validation_failed": invalid,
  "400 malformed_json": async (world, operation) =>
    send(world, await prepare(world, operation), { body: "{" }),
  "401 unauthorized": async (world, operation) =>
    send(world, await prepare(world, operation), { key: "mh_sk_nobodys", session: undefined }),
  "403 insufficient_permissions": forbidden,
  "403 quota_exceeded": nothingLeft,
  "403 cross_origin_request": async (world, operation) =>
    send(world, await prepare(world, operation), {
      key: undefined,
      session: world.tenant.admin.token,
      headers: { origin: "https://elsewhere.example" },
    }),
  "409 idempotency_key_in_use": keyInUse,
  "412 version_mismatch": async (world, operation) =>
    send(world, await prepare(world, operation), { headers: { "if-match": '"999999"' } }),
  "413 payload_too_large": tooLarge,
  "415 unsupported_media_type": async (world, operation) =>
    send(world, await prepare(world, operation), { headers: { "content-type": "text/html" } }),
  "422 idempotency_key_reused": keyReused,
  "429 rate_limited": tooOften,
};

/** The scenario that makes an operation give this answer. Throws, with words for whoever added it, if there is none. */
export function scenarioOf({ id, expected }: DescribedOperation, outcome: string): Scenario {
  const ofAll = generic[outcome] ?? (/^404 \w+_not_found$/.test(outcome) ? nothingThere : undefined);
  const scenario = expected.answers?.[outcome] ?? ofAll;
  if (scenario) return scenario;
  throw new Error(
    `nothing makes ${id} answer "${outcome}", which its description promises: add it to the operation's \`answers\` in ` +
      "tests/resources, or take the code out of the operation's `errors` if it can't happen",
  );
}
