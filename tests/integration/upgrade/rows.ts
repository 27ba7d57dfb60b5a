import type { Sql } from "postgres";

/** Rows of two organisations in every table that the first 25 migrations made, as those versions of the program wrote them. */
export async function fillTwoTenants(sql: Sql): Promise<void> {
  for (const digit of ["1", "2"]) await sql.begin((tx) => tx.unsafe(rowsOf(digit)));
}

/** The digit tells the two apart: ids are 0000000<digit>-…. */
function rowsOf(digit: string): string {
  const id = (kind: string, number = 1) =>
    `'${digit.repeat(8)}-0000-7000-8000-${kind.padStart(4, "0")}0000000${number}'`;
  const [tenant, admin, author, article, draft, tag] = [
    id("a"),
    id("b", 1),
    id("b", 2),
    id("c", 1),
    id("c", 2),
    id("d"),
  ];
  const hash = "'$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA'";
  // The triggers of counters run as the owner, whom row security binds.
  return `
    select set_config('app.tenant_id', ${tenant}, true);
    insert into tenants (id, slug, name) values (${tenant}, 'org-${digit}', 'Org ${digit}');
    insert into users (id, email, email_normalised, name, password_hash) values
      (${admin}, 'A${digit}@example.com', 'a${digit}@example.com', 'Ada', ${hash}),
      (${author}, 'B${digit}@example.com', 'b${digit}@example.com', 'Bo', ${hash});
    insert into members (tenant_id, user_id, role, name) values
      (${tenant}, ${admin}, 'admin', 'Ada'), (${tenant}, ${author}, 'author', 'Bo');
    insert into sessions (id, user_id, active_tenant_id, expires_at, absolute_expires_at)
      values ('s${digit}', ${author}, ${tenant}, now() + interval '1 day', now() + interval '2 days');
    insert into account_tokens (id, purpose, user_id, email, email_normalised, expires_at)
      values ('t${digit}', 'verify_email', ${author}, 'x@example.com', 'x@example.com', now() + interval '1 day');
    insert into two_factor (user_id, secret, confirmed_at, last_step) values (${author}, 'secret', now(), 7);
    insert into recovery_codes (user_id, hash) values (${author}, 'h1'), (${author}, 'h2');
    insert into mails (id, payload, next_attempt_at, expires_at) values (${id("e")}, 'x', now(), now() + interval '1 day');
    insert into invitations (tenant_id, id, email, email_normalised, role, token_hash, invited_by, expires_at)
      values (${tenant}, ${id("f")}, 'c@example.com', 'c@example.com', 'viewer', 'i${digit}', ${admin}, now() + interval '1 day');
    insert into api_keys (tenant_id, id, name, kind, role, hash, hint, created_by)
      values (${tenant}, ${id("9")}, 'CI', 'secret', 'editor', 'k${digit}', 'abcd', ${admin});
    insert into articles (tenant_id, id, author_id, slug, title, content, status, version, published_at) values
      (${tenant}, ${article}, ${author}, 'first', 'Größe of 灯台', 'Words in **bold**, C++ too.', 'published', 3, now()),
      (${tenant}, ${draft}, ${admin}, 'second', 'Second', repeat('long ', 5000), 'draft', 1, null);
    insert into tags (tenant_id, id, slug, name) values (${tenant}, ${tag}, 'sea', 'Sea'), (${tenant}, ${id("d", 2)}, 'c', 'C++');
    insert into article_tags (tenant_id, article_id, tag_id) values (${tenant}, ${article}, ${tag});
    insert into article_revisions (tenant_id, id, article_id, number, first_version, version, title, slug, content, tags,
        field_versions, autosave, saved_by) values
      (${tenant}, ${id("8", 1)}, ${article}, 1, 1, 1, 'First', 'first', 'a', '[]', '{}', false, ${author}),
      (${tenant}, ${id("8", 2)}, ${article}, 2, 2, 3, 'First', 'first', 'ab', '[]', '{"title": 2}', true, ${author});
    insert into comments (tenant_id, id, article_id, author_id, body, status) values
      (${tenant}, ${id("7", 1)}, ${article}, ${admin}, 'Good', 'approved'), (${tenant}, ${id("7", 2)}, ${article}, ${author}, 'Hm', 'pending');
    insert into likes (tenant_id, article_id, user_id) values (${tenant}, ${article}, ${admin});
    insert into events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload)
      values (${tenant}, ${id("6")}, 'article.published', 'article', ${article}, 'member', ${author}, 'Bo', 'r', '{"title": "First"}');
    insert into idempotency_keys (tenant_id, actor_id, key, request_hash, status, answer, expires_at)
      values (${tenant}, ${author}, 'key', 'hash', 201, repeat('x', 20000), now() + interval '1 day');`;
}
