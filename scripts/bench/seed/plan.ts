import type { Role } from "../../../src/db/schema/enumerations";
import { generateKey } from "../../../src/server/auth/key-format";
import { Random } from "./random";
import { sizesOf } from "./sizes";
import { capital, makeVocabulary } from "./words";

/** Every made-up user has this password, and the keys can be worked out as well: for databases that may be thrown away. */
export const seedPassword = "correct-horse-on-a-bench";

/** Between these two the made-up past lies. */
export const pastFrom = new Date("2023-01-01T00:00:00Z");
export const pastTo = new Date("2026-10-01T00:00:00Z");

export interface PlannedMember {
  userId: string;
  name: string;
  email: string;
  role: Role;
}

/** One organisation to be made, with all that is known of it before any article is. */
export interface PlannedTenant {
  id: string;
  slug: string;
  name: string;
  articles: number;
  /** The first is an admin, who also holds the keys. */
  members: PlannedMember[];
  tags: { id: string; slug: string; name: string }[];
  secretKey: { id: string; key: string };
  publishableKey: { id: string; key: string };
}

export interface SeedSize {
  tenants: number;
  articles: number;
  /** Begins the slugs; another name makes other organisations. */
  name?: string;
}

/** What `size` comes to: always the same for the same size. Largest organisation first. */
export function planSeed({ tenants, articles, name = "press" }: SeedSize): PlannedTenant[] {
  return sizesOf(tenants, articles).map((count, index) => planTenant(name, index + 1, count));
}

const vocabulary = makeVocabulary();

function planTenant(name: string, number: number, articles: number): PlannedTenant {
  const slug = `${name}-${number}`;
  const random = new Random(`tenant ${slug}`);
  const id = random.uuid(pastFrom);
  const key = (kind: "secret" | "publishable") => ({
    id: random.uuid(pastFrom),
    key: generateKey(kind, (below) => random.below(below)),
  });
  const tagCount = Math.min(40, 5 + Math.floor(Math.sqrt(articles)));
  return {
    id,
    slug,
    name: capital(`${vocabulary.topic(random)} ${vocabulary.topic(random)} ${number}`),
    articles,
    members: planMembers(slug, articles, random),
    tags: Array.from({ length: tagCount }, (_, index) => {
      const word = vocabulary.topic(random);
      return {
        id: random.uuid(pastFrom),
        slug: `${word}-${index + 1}`,
        name: `${capital(word)} ${index + 1}`,
      };
    }),
    secretKey: key("secret"),
    publishableKey: key("publishable"),
  };
}

/** Four people, and one more each time the organisation is twice as large. */
function planMembers(slug: string, articles: number, random: Random): PlannedMember[] {
  const roles: Role[] = ["admin", "editor", "author", "viewer"];
  const count = 4 + Math.floor(Math.log2(Math.max(1, articles / 16)));
  return Array.from({ length: Math.max(4, count) }, (_, index) => {
    const name = `${capital(vocabulary.word(random))} ${capital(vocabulary.topic(random))}`;
    const email = `${roles[index] ?? "author"}-${index + 1}@${slug}.example`;
    return { userId: random.uuid(pastFrom), name, email, role: roles[index] ?? "author" };
  });
}
