import { randomBytes } from "node:crypto";
import { createArticle } from "../support/factories";
import { actorsWhoMay } from "../support/resources/audiences";
import type { Make, Resource } from "../support/resources/resource";

const site: Make = async ({ tenant }) => ({ tenant: tenant.slug });

const publishedPage: Make = async ({ tenant }) => {
  const title = `Secret ${randomBytes(5).toString("hex")}`;
  const { slug } = await createArticle(tenant.admin, { title, status: "published" });
  return { tenant: tenant.slug, slug };
};

/** What anybody may read: publications, the documentation, and the API's description. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/openapi.json": {
      ok: 200,
      allowed: actorsWhoMay.readPublished,
      open: true,
      cost: [0, 0],
    },
  },
  pages: {
    "/p/[tenant]": { audience: "open", given: site },
    "/p/[tenant]/[slug]": { audience: "open", given: publishedPage },
    "/p/[tenant]/[slug]/[...rest]": {
      audience: "open",
      given: publishedPage,
      answer: "not found",
      note: "says so in the publication's own frame",
    },
    "/docs": { audience: "open", common: true },
    "/docs/[guide]": { audience: "open", given: async () => ({ guide: "paging" }), common: true },
    "/docs/api": { audience: "open", common: true },
    "/docs/api/[section]": {
      audience: "open",
      given: async () => ({ section: "articles" }),
      common: true,
    },
    "/docs/api/errors": { audience: "open", common: true },
    "/dev/mails": { audience: "open", note: "not there in production" },
  },
  actions: { chooseTheme: { allowed: "visitors", form: () => ({ theme: "dark" }) } },
};
