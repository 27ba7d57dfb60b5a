import { beforeAll, describe, expect, it } from "vitest";
import { currentTagSlug, getArticleBySlug } from "@/server/articles/read";
import { resolveSite } from "@/server/auth/resolve-site";
import { createOrganisation } from "@/server/tenants/sign-up";
import { callJson } from "../support/api";
import { anEmail, createArticle, createTenant, password, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("Harbour Press");
  other = await createTenant("Others");
});

const send = (method: string, path: string, body?: unknown, of: TestTenant = tenant) =>
  callJson(method, `/api/v1${path}`, { key: of.secretKeys.admin, ...(body ? { body } : {}) });
const published = (slug: string, more = {}) =>
  createArticle(tenant.admin, { title: slug, slug, status: "published", ...more });
const visitor = (slug = tenant.slug) => resolveSite(slug, "test-request");

describe("a former slug of an article", () => {
  it("leads to the article with its present slug, through several changes and back", async () => {
    const { id } = await published("pier");
    for (const slug of ["pier-2", "pier-3"]) await send("PATCH", `/articles/${id}`, { slug });
    for (const slug of ["pier", "pier-2", "pier-3"]) {
      expect(await getArticleBySlug(await visitor(), slug)).toMatchObject({ id, slug: "pier-3" });
      const listed = await send("GET", `/articles?slug=${slug}`);
      expect([listed.body.meta.total, listed.body.data[0]?.slug]).toEqual([1, "pier-3"]);
    }
    expect((await send("PATCH", `/articles/${id}`, { slug: "pier" })).status).toBe(200);
    expect(await getArticleBySlug(await visitor(), "pier-3")).toMatchObject({ id, slug: "pier" });
  });

  it("is nobody else's while the article is there", async () => {
    const { id } = await published("quay");
    await send("PATCH", `/articles/${id}`, { slug: "quay-moved" });
    const taken = await send("POST", "/articles", { title: "Quay", content: "", slug: "quay" });
    expect([taken.status, taken.body.code]).toEqual([409, "slug_taken"]);
    const made = await send("POST", "/articles", { title: "Quay", content: "" });
    expect(made.body.data.slug).not.toBe("quay");
    const renamed = await send("PATCH", `/articles/${made.body.data.id}`, { slug: "quay" });
    expect([renamed.status, renamed.body.code]).toEqual([409, "slug_taken"]);
    await send("DELETE", `/articles/${id}`);
    expect((await send("PATCH", `/articles/${made.body.data.id}`, { slug: "quay" })).status).toBe(200);
  });

  it("isn't kept of what never was public, nor shown of what no longer is", async () => {
    const { id } = await createArticle(tenant.admin, { title: "Draft", slug: "draft-one" });
    await send("PATCH", `/articles/${id}`, { slug: "draft-two" });
    expect((await send("POST", "/articles", { title: "x", content: "", slug: "draft-one" })).status).toBe(
      201,
    );
    const gone = await published("mole");
    await send("PATCH", `/articles/${gone.id}`, { slug: "mole-2" });
    await send("POST", `/articles/${gone.id}/unpublish`);
    await expect(getArticleBySlug(await visitor(), "mole")).rejects.toMatchObject({
      code: "article_not_found",
    });
  });

  it("is each organisation's own", async () => {
    const { id } = await published("weir");
    await send("PATCH", `/articles/${id}`, { slug: "weir-2" });
    const theirs = await send("GET", "/articles?slug=weir", undefined, other);
    expect(theirs.body.meta.total).toBe(0);
    const made = await send("POST", "/articles", { title: "Weir", content: "", slug: "weir" }, other);
    expect(made.status).toBe(201);
  });
});

describe("a former slug of a tag", () => {
  it("leads to the tag, and a new tag may take it over", async () => {
    await published("tides", { tags: ["Harbor"] });
    const [tag] = (await send("GET", "/tags?slug=harbor")).body.data;
    await send("PATCH", `/tags/${tag.id}`, { name: "Seaport" });
    expect(await currentTagSlug(await visitor(), "harbor")).toBe("seaport");
    expect((await send("GET", "/articles?tag=harbor")).body.meta.total).toBe(1);
    expect((await send("POST", "/tags", { name: "Harbor" })).status).toBe(201);
    expect((await send("GET", "/articles?tag=harbor")).body.meta.total).toBe(0);
  });
});

describe("a former slug of an organisation", () => {
  it("leads to it, and is kept from others for 90 days", async () => {
    const old = other.slug;
    await send("PATCH", "/tenant", { slug: `${old}-new` }, other);
    expect(await visitor(old)).toMatchObject({ tenantId: other.id, tenantSlug: `${old}-new` });
    const taken = await send("PATCH", "/tenant", { slug: old });
    expect([taken.status, taken.body.code]).toEqual([409, "slug_taken"]);
    const person = { organisation: "Thief", organisationSlug: old, name: "Tho", email: anEmail(), password };
    await expect(createOrganisation(person, "test-request")).rejects.toMatchObject({
      cause: expect.anything(),
    });
    expect((await send("PATCH", "/tenant", { slug: old }, other)).status).toBe(200);
    expect(await visitor(`${old}-new`)).toMatchObject({ tenantSlug: old });
  });
});
