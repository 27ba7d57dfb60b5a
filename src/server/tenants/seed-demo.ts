import { randomBytes } from "node:crypto";
import * as sites from "@/db/repositories/outside-tenants/sites";
import { createApiKey } from "../api-keys/service";
import { createArticle } from "../articles/write";
import { createComment } from "../comments/service";
import { setLike } from "../likes/service";
import { database } from "../platform/database";
import { demoArticles } from "./demo-articles";
import { createOrganisation } from "./sign-up";

export interface DemoTenant {
  slug: string;
  email: string;
  password: string;
  secretKey: string;
  publishableKey: string;
}

const organisations = [
  {
    organisation: "Harbour Gazette",
    organisationSlug: "harbour-gazette",
    name: "Ada Lindqvist",
    email: "ada@harbour-gazette.example",
  },
  {
    organisation: "Orbit Review",
    organisationSlug: "orbit-review",
    name: "Noor Haddad",
    email: "noor@orbit-review.example",
  },
];

/** True if the organisation with this slug is in the database. */
export async function demoExists(slug: string): Promise<boolean> {
  return (await sites.resolveSite(database(), slug)) !== null;
}

/** Creates the two demo organisations with an admin, keys and a few articles each. Passwords and keys are new each time. */
export async function seedDemo(): Promise<DemoTenant[]> {
  const created: DemoTenant[] = [];
  for (const organisation of organisations) created.push(await seedOne(organisation));
  return created;
}

async function seedOne(organisation: (typeof organisations)[number]): Promise<DemoTenant> {
  const password = randomBytes(9).toString("base64url");
  const context = await createOrganisation({ ...organisation, password }, "seed", { isVerified: true });
  const secret = await createApiKey(context, { name: "Demo secret key", kind: "secret", role: "admin" });
  const publishable = await createApiKey(context, { name: "Demo site", kind: "publishable", role: "viewer" });
  for (const article of demoArticles(organisation.organisation)) {
    const { id } = await createArticle(context, article);
    if (article.status !== "published") continue;
    await setLike(context, id, true);
    await createComment(context, id, "Good to have this in one place.");
  }
  const { organisationSlug: slug, email } = organisation;
  return { slug, email, password, secretKey: secret.key, publishableKey: publishable.key };
}
