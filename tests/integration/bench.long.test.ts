import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BenchDatabase } from "../../scripts/bench/database";
import type { Request } from "../../scripts/bench/request";
import { measure } from "../../scripts/bench/rounds";
import { type Sampled, sample } from "../../scripts/bench/sample";
import { seed } from "../../scripts/bench/seed/run";
import { startReferenceServer, type Target } from "../../scripts/bench/targets";
import { type Service, workloads } from "../../scripts/bench/workloads";
import { ensureDataDirectory } from "../../src/bin/support/paths";
import { call, callJson } from "../support/api";
import { adminUrlOf } from "../support/database";
import { startProgram } from "../support/program";

const program = startProgram();

describe("the reference server", () => {
  let referenceServers: Target[];
  let sampled: Sampled[];
  beforeAll(async () => {
    ensureDataDirectory();
    const own = program.database();
    const database: BenchDatabase = { ...own, adminUrl: adminUrlOf(own) };
    const { tenants } = await seed(database.ownerUrl, { tenants: 10, articles: 300 });
    sampled = await sample(database, tenants);
    referenceServers = [
      await startReferenceServer({ database }),
      await startReferenceServer(
        { database },
        { name: "reference server bound", shape: "tenant", asProgram: true },
      ),
    ];
  });
  afterAll(async () => {
    for (const one of referenceServers) await one.stop();
  });

  /** What the program shows to staff alone. */
  const unscheduled = { publishAt: null, unpublishAt: null, scheduleProblem: null };

  test.each(["W1", "W2", "W4"])(
    "answers %s as the program does, with and without row security",
    async (id) => {
      const all = { program: requestsOf(id, "api"), reference: requestsOf(id, "reference server") };
      for (let index = 0; index < 20; index++) {
        const [ours, theirs] = [all.program[index], all.reference[index]];
        if (!ours || !theirs) throw new Error("too few requests");
        const { body } = await callJson(ours.method, ours.path, { headers: ours.headers });
        expect(body.success).toBe(true);
        for (const { url } of referenceServers) {
          const answer = await (await fetch(`${url}${theirs.path}`)).json();
          expect(answer.data).toEqual(
            Array.isArray(body.data) ? body.data : { ...unscheduled, ...body.data },
          );
          expect(answer.meta?.total).toBe(body.meta?.total);
        }
      }
    },
  );

  test("creates, as the program does", async () => {
    const [ours, theirs] = [creationOf("api"), creationOf("reference server")];
    expect((await call("POST", ours.path, { headers: ours.headers, body: ours.body })).status).toBe(201);
    for (const { url } of referenceServers) {
      const { method, headers, body } = { ...theirs, body: creationOf("reference server").body };
      const answer = await fetch(`${url}${theirs.path}`, { method, headers, ...(body ? { body } : {}) });
      expect(answer.status).toBe(201);
    }
    expect(Buffer.byteLength(ours.body ?? "")).toBeGreaterThan(1_900);
    expect(Buffer.byteLength(ours.body ?? "")).toBeLessThan(2_300);
  });

  test("is measured in turn, and a wrong answer ends the measurement", async () => {
    const [first, second] = referenceServers;
    const contender = ({ name, url, pid }: Target, requests: Request[]) => {
      return { name, url, requests, parts: { server: pid, postgres: pid, redis: undefined } };
    };
    if (!first || !second) throw new Error("there are two");
    const turns = { rounds: 2, seconds: 1, connections: 2 };
    const good = requestsOf("W2", "reference server");
    const results = await measure([contender(first, good), contender(second, good)], turns);
    expect(results.map(({ name }) => name)).toEqual(["reference server", "reference server bound"]);
    expect(results[0]).toMatchObject({ ratio: 1 });
    for (const { rate, p50, p99 } of results) {
      expect(rate).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
    }
    const bad: Request[] = [{ method: "GET", path: "/nothing", headers: {} }];
    await expect(measure([contender(first, bad)], turns)).rejects.toThrow(
      /reference server: \d+ answers 404/,
    );
  });

  function requestsOf(id: string, service: Service): Request[] {
    const requests = workloads.find((workload) => workload.id === id)?.requests(sampled, service);
    if (!Array.isArray(requests)) throw new Error(`${id} has no list of requests`);
    return requests;
  }

  function creationOf(service: Service): Request {
    const requests = workloads.find(({ id }) => id === "W3")?.requests(sampled, service);
    if (typeof requests !== "function") throw new Error("W3 makes its requests");
    return requests();
  }
});
