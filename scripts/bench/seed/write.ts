import type { Sql, TransactionSql } from "postgres";
import { hashKey } from "../../../src/server/auth/key-format";
import { articlesOf, type SeededArticle } from "./articles";
import { insertRows } from "./insert-rows";
import { type PlannedTenant, pastFrom } from "./plan";

/** argon2id of `seedPassword`: made once, since a thousand of them would take longer than all the rest. */
const passwordHash =
  "$argon2id$v=19$m=19456,t=2,p=1$bWFzdGhlYWQtc2VlZC0wMQ$Wx8uEf8pWnYbY91q2Du/H/PcwW7MXlkNipGyrMJ5ZWs";

/** Articles of one statement: large enough that the round trip doesn't count, small enough to be held in memory. */
const chunkSize = 500;

/**
 * Writes one organisation with all its articles in one transaction, so that it is there wholly or not at all. `sql`
 * connects as the tables' owner: row security binds it to the tenant of the transaction, as it does the program, and
 * refuses COPY, so rows come in arrays. Triggers count as they do for everybody.
 */
export async function writeTenant(sql: Sql, tenant: PlannedTenant): Promise<void> {
  await sql.begin(async (tx) => {
    // A full-text index takes many rows at a time far more cheaply than a few: what is put by is merged when all is there.
    await tx`select set_config('app.tenant_id', ${tenant.id}, true),
      set_config('gin_pending_list_limit', '1GB', true), set_config('synchronous_commit', 'off', true)`;
    await writePeople(tx, tenant);
    let chunk: SeededArticle[] = [];
    for (const article of articlesOf(tenant)) {
      chunk.push(article);
      if (chunk.length < chunkSize) continue;
      await writeArticles(tx, tenant, chunk);
      chunk = [];
    }
    if (chunk.length > 0) await writeArticles(tx, tenant, chunk);
  });
}

async function writePeople(tx: TransactionSql, tenant: PlannedTenant): Promise<void> {
  const { id, members, tags, secretKey, publishableKey } = tenant;
  const [founder] = members;
  if (!founder) throw new Error("an organisation has a founder");
  const since = { created_at: pastFrom, updated_at: pastFrom };
  await insertRows(tx, "tenants", [{ id, slug: tenant.slug, name: tenant.name, ...since }]);
  await insertRows(
    tx,
    "users",
    members.map(({ userId, email, name }) => ({
      id: userId,
      email,
      email_normalised: email,
      name,
      password_hash: passwordHash,
      email_verified_at: pastFrom,
      ...since,
    })),
  );
  await insertRows(
    tx,
    "members",
    members.map(({ userId, role, name }) => ({ tenant_id: id, user_id: userId, role, name, ...since })),
  );
  await insertRows(
    tx,
    "api_keys",
    ([secretKey, publishableKey] as const).map(({ id: keyId, key }, index) => ({
      tenant_id: id,
      id: keyId,
      name: index === 0 ? "Seeded secret key" : "Seeded site",
      kind: index === 0 ? "secret" : "publishable",
      role: index === 0 ? "admin" : "viewer",
      hash: hashKey(key),
      hint: key.slice(-4),
      created_by: founder.userId,
      created_at: pastFrom,
    })),
  );
  await insertRows(
    tx,
    "tags",
    tags.map((tag) => ({ tenant_id: id, ...tag, ...since })),
  );
}

async function writeArticles(
  tx: TransactionSql,
  tenant: PlannedTenant,
  articles: SeededArticle[],
): Promise<void> {
  const of = { tenant_id: tenant.id };
  const names = new Map(tenant.members.map(({ userId, name }) => [userId, name]));
  await insertRows(
    tx,
    "articles",
    articles.map((article) => ({ ...of, ...columnsOf(article) })),
  );
  await insertRows(
    tx,
    "article_tags",
    articles.flatMap(({ id, tagIds }) => tagIds.map((tag_id) => ({ ...of, article_id: id, tag_id }))),
  );
  await insertRows(
    tx,
    "likes",
    articles.flatMap(({ id, likedBy, updatedAt }) =>
      likedBy.map((user_id) => ({ ...of, article_id: id, user_id, created_at: updatedAt })),
    ),
  );
  await insertRows(
    tx,
    "comments",
    articles.flatMap(({ id, comments }) =>
      comments.map(({ id: commentId, authorId, body, createdAt }) => {
        const at = { created_at: createdAt, updated_at: createdAt };
        return { ...of, id: commentId, article_id: id, author_id: authorId, body, ...at };
      }),
    ),
  );
  await insertRows(
    tx,
    "events",
    articles.map((article) => ({ ...of, ...eventOf(article, names.get(article.authorId) ?? "") })),
  );
}

function columnsOf(article: SeededArticle) {
  const { id, slug, title, content, excerpt, status } = article;
  return {
    id,
    author_id: article.authorId,
    slug,
    title,
    content,
    excerpt,
    status,
    published_at: article.publishedAt,
    created_at: article.createdAt,
    updated_at: article.updatedAt,
  };
}

function eventOf(
  { id, eventId, title, slug, status, authorId, createdAt }: SeededArticle,
  actorName: string,
) {
  return {
    id: eventId,
    type: "article.created",
    subject_type: "article",
    subject_id: id,
    actor_type: "member",
    actor_id: authorId,
    actor_name: actorName,
    request_id: "seed",
    payload: JSON.stringify({ title, slug, status }),
    created_at: createdAt,
    written_at: createdAt,
  };
}
