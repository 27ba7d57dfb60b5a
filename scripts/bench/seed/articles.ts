import { type PlannedTenant, pastFrom, pastTo } from "./plan";
import { Random } from "./random";
import { makeContent, makeTitle, makeVocabulary } from "./words";

export interface SeededArticle {
  id: string;
  authorId: string;
  slug: string;
  title: string;
  content: string;
  excerpt: string;
  status: "published" | "draft" | "archived";
  publishedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  tagIds: string[];
  likedBy: string[];
  comments: { id: string; authorId: string; body: string; createdAt: Date }[];
  /** Of its `article.created`. */
  eventId: string;
}

const vocabulary = makeVocabulary();
const dayMs = 86_400_000;

/**
 * The articles of one organisation, oldest first, evenly over the made-up past. Four in five are published. Most have few
 * likes and comments, some have many; a few people write most.
 */
export function* articlesOf(tenant: PlannedTenant): Generator<SeededArticle> {
  const random = new Random(`articles of ${tenant.slug}`);
  const stepMs = (pastTo.getTime() - pastFrom.getTime()) / Math.max(1, tenant.articles);
  for (let number = 0; number < tenant.articles; number++) {
    const createdAt = new Date(Math.floor(pastFrom.getTime() + (number + random.share()) * stepMs));
    yield makeArticle(tenant, number, createdAt, random);
  }
}

function makeArticle(tenant: PlannedTenant, number: number, createdAt: Date, random: Random): SeededArticle {
  const title = makeTitle(vocabulary, random);
  const content = makeContent(vocabulary, random);
  const luck = random.share();
  const status = luck < 0.8 ? "published" : luck < 0.95 ? "draft" : "archived";
  const later = (days: number, skew: number) =>
    new Date(createdAt.getTime() + Math.floor(random.share() ** skew * days * dayMs));
  return {
    id: random.uuid(createdAt),
    authorId: random.pick(tenant.members, 2).userId,
    slug: `${title.toLowerCase().replaceAll(" ", "-")}-${(number + 1).toString(36)}`,
    title,
    content,
    excerpt: `${content.slice(0, 239).replaceAll("\n\n", " ")}…`,
    status,
    publishedAt: status === "draft" ? null : later(2, 1),
    createdAt,
    updatedAt: later(90, 4),
    tagIds: [...new Set(Array.from({ length: random.below(4) }, () => random.pick(tenant.tags, 2).id))],
    likedBy: someOf(tenant, random),
    comments: Array.from({ length: Math.floor(random.share() ** 8 * 10) }, () => {
      const at = later(60, 2);
      const body = `${makeTitle(vocabulary, random)}.`;
      return { id: random.uuid(at), authorId: random.pick(tenant.members).userId, body, createdAt: at };
    }),
    eventId: random.uuid(createdAt),
  };
}

/** Mostly nobody, seldom everybody. */
function someOf({ members }: PlannedTenant, random: Random): string[] {
  const count = Math.floor(random.share() ** 4 * (members.length + 1));
  const first = random.below(members.length);
  return members.flatMap((_, index) =>
    index < count ? (members[(first + index) % members.length]?.userId ?? []) : [],
  );
}
