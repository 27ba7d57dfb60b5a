import postgres from "postgres";
import { adminUrlOf, type TestDatabase } from "../../support/database";

/** Not the effect of an operation: a session is renewed by whatever its holder asks, and mails are sent meanwhile. */
const besides = ["insert sessions", "update sessions", "update mails", "delete mails"];

/** Writes down each change of a row, in the transaction that makes it: a change that is rolled back leaves no trace. */
const script = `
  create table fuzz_changes (what text not null);
  create function note_change() returns trigger language plpgsql security definer set search_path = public as $$
  begin
    -- An API key's last use is written at most once a minute, whatever it is used for.
    if tg_op = 'UPDATE' and to_jsonb(old) - 'last_used_at' = to_jsonb(new) - 'last_used_at' then return null; end if;
    insert into fuzz_changes values (lower(tg_op) || ' ' || tg_table_name);
    return null;
  end $$;
  do $$
  declare name text;
  begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'fuzz_changes' loop
      execute format('create trigger note_change after insert or update or delete on %I '
        'for each row execute function note_change()', name);
    end loop;
  end $$;`;

export interface ChangeLog {
  /** What was changed since it was asked last: `insert articles`, each once. */
  take(): Promise<string[]>;
  close(): Promise<void>;
}

/** Watches every table of a test's database. */
export async function watchChanges(database: TestDatabase): Promise<ChangeLog> {
  const sql = postgres(adminUrlOf(database), { max: 1, onnotice: () => undefined });
  await sql.unsafe(script);
  return {
    take: async () => {
      const rows = await sql<{ what: string }[]>`delete from fuzz_changes returning what`;
      const changes = new Set(rows.map(({ what }) => what));
      return [...changes].filter((what) => !besides.includes(what));
    },
    close: () => sql.end(),
  };
}
