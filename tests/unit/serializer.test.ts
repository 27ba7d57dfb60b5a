import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serializerOf } from "@/server/platform/serializer";

const person = z.object({ name: z.string() });
const schema = z.object({
  id: z.uuid(),
  author: person,
  editor: person.nullable(),
  tags: z.array(person),
  note: z.string().optional(),
  payload: z.record(z.string(), z.unknown()),
  publishedAt: z.date().nullable(),
});

const secret = { passwordHash: "secret" };
const row = {
  id: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11",
  author: { name: "Ada", ...secret },
  editor: { name: "Mo", ...secret },
  tags: [{ name: "One", ...secret }],
  payload: { anything: 1 },
  publishedAt: new Date("2026-11-22T09:30:00Z"),
  ...secret,
};

describe("what a serializer shows", () => {
  it("are the fields that the schema names, at every depth, with dates as ISO 8601", () => {
    expect(serializerOf(schema)(row)).toEqual({
      id: row.id,
      author: { name: "Ada" },
      editor: { name: "Mo" },
      tags: [{ name: "One" }],
      payload: { anything: 1 },
      publishedAt: "2026-11-22T09:30:00.000Z",
    });
  });

  it("is null where there is nothing, and leaves out what was left out", () => {
    const shown = serializerOf(schema.partial())({ editor: null, publishedAt: null });
    expect(shown).toEqual({ editor: null, publishedAt: null });
  });

  it("of a list is the same for each of its items", () => {
    expect(serializerOf(schema.array())([row, row])).toEqual(Array(2).fill(serializerOf(schema)(row)));
  });
});

it("of a union chooses by the field that tells its objects apart", () => {
  const cat = z.object({ kind: z.literal("cat"), lives: z.int() });
  const pet = z.discriminatedUnion("kind", [cat, z.object({ kind: z.literal("dog"), owner: person })]);
  const shown = serializerOf(pet);
  expect(shown({ kind: "cat", lives: 9, ...secret })).toEqual({ kind: "cat", lives: 9 });
  const dog = { kind: "dog" as const, owner: { name: "Mo", ...secret }, ...secret };
  expect(shown(dog)).toEqual({ kind: "dog", owner: { name: "Mo" } });
  expect(() => shown({ kind: "cow" } as never)).toThrow("none of those");
});

it("no serializer is made of a schema that could let other fields through", () => {
  expect(() => serializerOf(z.object({ one: z.union([person, z.string()]) }))).toThrow(/union/);
  expect(() => serializerOf(z.record(z.string(), person))).toThrow(/record/);
});
