import type { Ids } from "../../isolation/matrix/given";
import { call } from "../../support/api";
import { addMember, anEmail, createArticle, type TestTenant } from "../../support/factories";

/** How many of each thing a full organisation has, and how many an article has below it. */
const crowdSize = 12;

/** Puts so many of each thing into an organisation. */
export async function fill(tenant: TestTenant, size = crowdSize): Promise<void> {
  const { admin, secretKeys } = tenant;
  const post = (path: string, body: unknown) => call("POST", path, { key: secretKeys.admin, body });
  for (let count = 0; count < size; count++) {
    const { id } = await createArticle(admin, { status: "published", tags: ["one", `tag-${count}`] });
    await post(`/api/v1/articles/${id}/comments`, { body: "Yes." });
    await post("/api/v1/api-keys", { name: `Key ${count}`, kind: "secret" });
    await post("/api/v1/invitations", { email: anEmail("guest"), role: "viewer" });
    await addMember(admin.context, "author");
  }
}

/** Gives one article more of all that belongs to an article. Other things have nothing below them. */
export async function fillBelow(tenant: TestTenant, { id }: Ids): Promise<void> {
  const key = tenant.secretKeys.admin;
  const path = `/api/v1/articles/${id}`;
  if (!id || (await call("GET", path, { key })).status !== 200) return;
  for (let count = 0; count < crowdSize; count++) {
    await call("PATCH", path, { key, body: { content: `Text ${count}`, tags: [`a-${count}`, "b"] } });
    await call("POST", `${path}/comments`, { key, body: { body: "Yes." } });
  }
  await call("PUT", `${path}/like`, { session: tenant.editor.token });
}
