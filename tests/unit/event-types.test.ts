import { describe, expect, it } from "vitest";
import type { EventRow } from "@/db/repositories/events";
import { roles } from "@/db/schema/enumerations";
import { eventResponses, publicEvent, reservedFields } from "@/server/events/public-event";
import { typesVisibleTo } from "@/server/events/types";
import { eventTypes } from "@/server/generated/event-types";

const row: EventRow = {
  id: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11",
  type: "tag.updated",
  subjectType: "tag",
  subjectId: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e12",
  actorType: "member",
  actorId: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e13",
  actorName: "Ada",
  requestId: "request-1",
  address: "192.0.2.1",
  payload: { slug: "harbour", previousSlug: "port", name: "Harbour", previousName: "Port", secret: "no" },
  createdAt: new Date("2026-11-22T09:30:00.5Z"),
};

describe("a type of event", () => {
  it.each(Object.entries(eventTypes))("%s is told in its own words", (_type, { payload, sentence }) => {
    expect(Object.keys(payload.shape).filter((name) => reservedFields.includes(name))).toEqual([]);
    expect(sentence).toMatch(/^[a-z]/);
    expect(sentence.split("{label}").length).toBeLessThanOrEqual(2);
    expect(sentence).not.toMatch(/\{(?!label\})/);
    if (sentence.includes("{label}"))
      expect(Object.keys(payload.shape)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(title|name)$/)]),
      );
  });
});

describe("who sees an event", () => {
  it("is said by its type: accounts nobody, invitations, keys, jobs and webhooks admins alone, all else every member", () => {
    const hidden = (role: (typeof roles)[number] | "public") => {
      const visible = new Set<string>(typesVisibleTo(role));
      const subjects = Object.entries(eventTypes).filter(([type]) => !visible.has(type));
      return [...new Set(subjects.map(([, { subject }]) => subject))].sort();
    };
    expect(hidden("admin")).toEqual(["account"]);
    for (const role of roles.filter((one) => one !== "admin"))
      expect(hidden(role), role).toEqual(["account", "api_key", "invitation", "job", "webhook_endpoint"]);
    expect(typesVisibleTo("public")).toEqual([]);
  });
});

describe("the public form of an event", () => {
  const text = `{"type":"tag.updated","timestamp":"2026-11-22T09:30:00.500Z","data":{"id":"${row.id}",\
"subject":{"type":"tag","id":"${row.subjectId}"},"actor":{"type":"member","id":"${row.actorId}","name":"Ada"},\
"name":"Harbour","slug":"harbour","previousName":"Port","previousSlug":"port"}}`;

  it("is the same byte for byte, whatever order its payload comes in, and has nothing undeclared", () => {
    const turned = Object.fromEntries(Object.entries(row.payload).reverse());
    expect(JSON.stringify(publicEvent(row))).toBe(text);
    expect(JSON.stringify(publicEvent({ ...row, payload: turned }))).toBe(text);
  });

  it("is described, and there is none of what is in the audit log alone", () => {
    expect(eventResponses["tag.updated"]?.parse(JSON.parse(text))).toEqual(JSON.parse(text));
    expect(() => publicEvent({ ...row, type: "account.password_changed" })).toThrow("not public");
    expect(Object.keys(eventResponses).filter((type) => type.startsWith("account."))).toEqual([]);
  });
});
