import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { prepare, type Scenario, type Scenarios, send, type World } from "./scenario";

const takenSlug = async ({ ask, tenant }: World): Promise<string> => {
  const body = { title: "Taken", content: "" };
  return (await ask("POST", "/api/v1/articles", { key: tenant.secretKeys.admin, body })).body.data.slug;
};

/** A source from which an article comes already. */
const takenSource = async ({ ask, tenant }: World) => {
  const source = { importer: "contract", path: `${randomUUID()}.md` };
  const body = { title: "Taken", content: "", source };
  const made = await ask("POST", "/api/v1/articles", { key: tenant.secretKeys.admin, body });
  expect(made.status).toBe(201);
  return source;
};

/** The same change once more. */
const twice: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  await send(world, prepared);
  return send(world, prepared);
};

export const articles: Scenarios = {
  createArticle: {
    "409 slug_taken": async (world, operation) => {
      const body = { title: "T", content: "C", slug: await takenSlug(world) };
      return send(world, await prepare(world, operation), { body });
    },
    "409 source_taken": async (world, operation) => {
      const body = { title: "T", content: "C", source: await takenSource(world) };
      return send(world, await prepare(world, operation), { body });
    },
  },
  updateArticle: {
    "409 slug_taken": async (world, operation) => {
      const body = { slug: await takenSlug(world) };
      return send(world, await prepare(world, operation), { body });
    },
    "409 source_taken": async (world, operation) => {
      const body = { source: await takenSource(world) };
      return send(world, await prepare(world, operation), { body });
    },
  },
  publishArticle: { "409 already_published": twice },
  unpublishArticle: { "409 not_published": twice },
  archiveArticle: { "409 already_archived": twice },
};
