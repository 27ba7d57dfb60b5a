import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { createTag } from "@/server/tags/service";
import { actorsWhoMay } from "../support/resources/audiences";
import { created } from "../support/resources/make";
import type { Make, Resource, Scenario } from "../support/resources/resource";
import { publicByCall } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

export const tag: Make = async ({ tenant }) => ({
  id: await created(tenant, "/api/v1/tags", { name: `Secret ${uuidv7()}` }),
});

/** Gives the name of a tag that is there. */
const withTakenName: Scenario = async (world, operation) => {
  const name = `Taken ${randomBytes(5).toString("hex")}`;
  await createTag(world.tenant.admin.context, { name });
  return send(world, await prepare(world, operation), { body: { name } });
};

export const resource: Resource = {
  operations: {
    "GET /api/v1/tags": {
      ok: 200,
      allowed: actorsWhoMay.read,
      cost: [2, 1],
      variants: [
        { query: "", rowsMax: 11_000 },
        "?slug=rare",
        { query: "?limit=5&offset=50", rowsMax: 11_000 },
      ],
    },
    "POST /api/v1/tags": {
      ok: 201,
      allowed: actorsWhoMay.write,
      body: () => ({ name: `New ${uuidv7()}` }),
      fields: ["name"],
      cost: [6, 2],
      answers: { "409 slug_taken": withTakenName },
    },
    "GET /api/v1/tags/[id]": { ok: 200, allowed: actorsWhoMay.read, given: tag, cost: [1, 1] },
    "PATCH /api/v1/tags/[id]": {
      ok: 200,
      allowed: actorsWhoMay.delete,
      given: tag,
      body: () => ({ name: `Changed ${uuidv7()}` }),
      fields: ["name"],
      cost: [4, 3],
      answers: { "409 slug_taken": withTakenName },
    },
    "DELETE /api/v1/tags/[id]": { ok: 204, allowed: actorsWhoMay.delete, given: tag, cost: [3, 3] },
  },
  tables: {
    tags: { rights: "delete insert select update", references: ["tenants"] },
    article_tags: {
      rights: "delete insert select update",
      references: ["articles", "tags"],
      restrictions: { published_only: publicByCall("is_published\\(article_id\\)") },
    },
    former_tag_slugs: { rights: "select", references: ["tags"] },
  },
};
