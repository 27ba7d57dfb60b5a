import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import { insert as insertInvitation } from "@/db/repositories/invitations";
import { createApiKey } from "@/server/api-keys/service";
import { withTenant } from "@/server/platform/database";
import { addMember, createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";

/** However many there are of what settings list, all of it can be reached. */
const served = startServed();
const count = 105;
let tenant: TestTenant;
const made = { keys: new Set<string>(), members: new Set<string>(), invitations: new Set<string>() };

beforeAll(async () => {
  tenant = await createTenant();
  const { context, userId } = tenant.admin;
  for (let index = 0; index < count; index++) {
    const name = `Key ${String(index).padStart(3, "0")}`;
    await createApiKey(context, { name, kind: "secret", role: "viewer" });
    made.keys.add(name);
    made.members.add((await addMember(context, "viewer")).email);
    const email = `invited.${uuidv7()}@example.org`;
    await withTenant(context, (tx) =>
      insertInvitation(tx, {
        tenantId: context.tenantId,
        id: uuidv7(),
        email,
        emailNormalised: email,
        role: "viewer",
        tokenHash: uuidv7(),
        invitedBy: userId,
        expiresAt: new Date(Date.now() + 86_400_000),
      }),
    );
    made.invitations.add(email);
  }
}, 120_000);

async function page(path: string): Promise<string> {
  const answer = await fetch(served.url + path, {
    redirect: "manual",
    headers: { cookie: `masthead_session=${tenant.admin.token}` },
  });
  expect(answer.status, path).toBe(200);
  return answer.text();
}

describe.each([
  ["keys", "/settings/api-keys?", "page", "Pages"],
  ["members", "/settings/members?", "page", "Pages"],
  ["invitations", "/settings/members?", "invitations", "Pages of invitations"],
] as const)("%s beyond the first hundred", (kind, path, parameter, label) => {
  it("are on the next page, and each is on one of the two", async () => {
    const [first, second] = [await page(path), await page(`${path}${parameter}=2`)];
    expect(first).toContain(`aria-label="${label}"`);
    const missing = [...made[kind]].filter((name) => !first.includes(name) && !second.includes(name));
    expect(missing).toEqual([]);
    expect([...made[kind]].some((name) => !first.includes(name))).toBe(true);
  });
});
