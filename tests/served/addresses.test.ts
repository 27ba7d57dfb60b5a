import { request } from "node:http";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";
import { waitForMinute } from "../support/wait-for-minute";
import { builtActions } from "./ask";

/** Whose address counts for what the framework sends on to itself, and who is shut out when limits are exhausted. */
const addressMax = 40;
const served = startServed({ environment: { RATE_LIMIT_ADDRESS_PER_MINUTE: String(addressMax) } });
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});
beforeEach(() => waitForMinute(20_000));

interface Asked {
  path: string;
  /** An address of this machine. */
  from: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask({ path, from, method = "GET", headers = {}, body }: Asked): Promise<number> {
  const { port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", localAddress: from, port, path, method, headers, agent: false },
      (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const boundary = "ofATest";

/** A member's form, sent to the address of a page that doesn't hold it. */
function rename(path: string, from: string): Promise<number> {
  const { token, userId } = tenant.editor;
  const parts = [
    ["_1_name", "New Name"],
    ["0", `[{"kind":"idle","madeFor":"${tenant.id}/${userId}"},"$K1"]`],
  ].map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return ask({
    path,
    from,
    method: "POST",
    headers: {
      origin: served.url,
      cookie: `masthead_session=${token}`,
      "next-action": builtActions().changeNameAction?.id ?? "",
      "content-type": `multipart/form-data; boundary=${boundary}`,
    },
    body: `${parts.join("")}--${boundary}--\r\n`,
  });
}

describe("an action at the address of another page", () => {
  it("comes from whoever sent it", async () => {
    expect(await rename("/docs", "127.0.0.2")).toBe(200);
    const addresses = await asAdmin(
      served.database,
      (sql) =>
        sql`select address from events where type = 'member.renamed' and actor_id = ${tenant.editor.userId}`,
    );
    expect(addresses).toEqual([{ address: "127.0.0.2" }]);
  });

  it("counts for whoever sent it, and the health check goes on", async () => {
    const answers: number[] = [];
    for (let sent = 0; sent < 2 * addressMax; sent++)
      answers.push(await rename("/favicon.icoX", "127.0.0.3"));
    expect(answers.at(-1)).toBe(429);
    expect(await ask({ path: "/api/health", from: "127.0.0.1" })).toBe(200);
    expect(await ask({ path: "/login", from: "127.0.0.1" })).toBe(200);
  });
});

describe("whoever has used its limit up", () => {
  it("is refused, and others are not, nor the health check of the machine itself", async () => {
    const answers = await Promise.all(
      Array.from({ length: 3 * addressMax }, () => ask({ path: "/api/v1/openapi.json", from: "127.0.0.4" })),
    );
    expect(answers).toContain(429);
    expect(await ask({ path: "/login", from: "127.0.0.4" })).toBe(429);
    expect(await ask({ path: "/login", from: "127.0.0.5" })).toBe(200);
    expect(await ask({ path: "/api/health", from: "127.0.0.1" })).toBe(200);
  });
});

describe("a page of a tag that no article has", () => {
  it("is not kept: it counts as made anew each time, one that is kept does not", async () => {
    const made = addressMax / 4;
    const front = `/p/${tenant.slug}`;
    const askOften = async (path: string, from: string) => {
      const answers: number[] = [];
      for (let sent = 0; sent <= made; sent++) answers.push(await ask({ path, from }));
      return answers.at(-1);
    };
    expect(await askOften(`${front}?tag=nobody-uses-this`, "127.0.0.6")).toBe(429);
    expect(await askOften(front, "127.0.0.7")).toBe(200);
  });
});
