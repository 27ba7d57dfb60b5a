import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sessions } from "@/server/auth/resolve-session";
import { addMember, createArticle, createTenant, type TestTenant } from "../../support/factories";
import { report } from "../../support/report";
import { pageCases } from "../../support/resources/collected";
import { withIds } from "../../support/resources/ids";
import { makeFixture, ownerIn } from "../../support/resources/make";
import { type Served, startServed } from "../../support/served";
import { type BypassAttempt, bypassAttempts } from "../bypass-attempts";
import { askRaw } from "../raw";

/** Of four strangers one asks each way at each path: another at the next. */
export const inTurn = (turn: number, stranger: number): boolean => turn % 4 === stranger;

/** Makes tests of every way at every path, asked by the strangers that are chosen. Call it at the top of a test file. */
export function executeBypass(chosen: typeof inTurn): Served {
  const served = startServed();
  let tenant: TestTenant;
  let protectedPaths: string[];
  /** What only the organisation's own people may see. */
  let secrets: string[];
  let strangers: [string, Record<string, string>][];
  let executed = 0;
  let leaks = 0;

  beforeAll(async () => {
    tenant = await createTenant("Unmistakable Gazette");
    const { id } = await createArticle(tenant.admin, { title: "Unmistakable secret" });
    const staff = Object.entries(pageCases).filter(([, { audience }]) => audience === "staff");
    const api = ["/api/v1/me", "/api/v1/articles", "/api/v1/articles/[id]", "/api/v1/audit-log"];
    const pages = staff.map(async ([path, page]) => withIds(path, await makeFixture(page, ownerIn(tenant))));
    protectedPaths = [...(await Promise.all(pages)), ...api.map((path) => withIds(path, { id }))];
    secrets = ["Unmistakable", tenant.slug, tenant.admin.email, tenant.viewer.email, tenant.admin.userId];
    const ended = await addMember(tenant.admin.context, "admin");
    await sessions().end(ended.token);
    const other = await createTenant("Other");
    strangers = [
      ["nobody", {}],
      ["an ended session", { cookie: `masthead_session=${ended.token}` }],
      ["another organisation's admin", { cookie: `masthead_session=${other.admin.token}` }],
      ["an unknown key", { authorization: `Bearer mh_sk_${"0".repeat(36)}` }],
    ];
  });

  afterAll(() => {
    report(
      `ways around the middleware: ${bypassAttempts.length} × ${protectedPaths.length} paths × ${strangers.length} strangers, ${executed} requests, leaks ${leaks}`,
    );
  });

  async function ask(
    { path: change = (same) => same, headers = {}, method = "GET" }: BypassAttempt,
    path: string,
    who: Record<string, string>,
  ) {
    executed++;
    const cookie = [headers.cookie, who.cookie].filter(Boolean).join("; ");
    return askRaw(served.url, {
      path: change(path),
      method,
      headers: { ...headers, ...who, ...(cookie && { cookie }) },
    });
  }

  /** Answers that hold nothing but come from the right place would prove nothing. */
  it("shows the organisation's own admin what strangers must not see", async () => {
    const mine = { cookie: `masthead_session=${tenant.admin.token}` };
    for (const path of protectedPaths) {
      const { status, text } = await ask({ name: "as a browser asks" }, path, mine);
      expect([path, status]).toEqual([path, 200]);
      expect(
        secrets.some((secret) => text.includes(secret)),
        path,
      ).toBe(true);
    }
  });

  describe("nothing protected is shown", () => {
    it.each(bypassAttempts.map((way, index) => [way.name, way, index] as const))(
      "%s",
      async (_, way, index) => {
        for (const [place, path] of protectedPaths.entries()) {
          for (const [name, who] of strangers.filter((_stranger, number) => chosen(index + place, number))) {
            const { status, text, headers } = await ask(way, path, who);
            const shown = secrets.filter((secret) => `${text}${JSON.stringify(headers)}`.includes(secret));
            leaks += shown.length;
            expect({ path, name, shown }).toEqual({ path, name, shown: [] });
            // A fault would be one more way to learn something, and to wear the server out.
            expect([path, name, status >= 500]).toEqual([path, name, false]);
          }
        }
      },
    );
  });

  return served;
}
