ALTER TABLE "article_counts" ALTER COLUMN "slot" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "article_totals" ALTER COLUMN "slot" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "tenant_totals" ALTER COLUMN "slot" SET DATA TYPE integer;--> statement-breakpoint
-- Of 64 writers who make a slot at the same moment, two met on one of 32,768 numbers in one of sixteen crowds, and then one
-- waited for the other's commit. Of two thousand million numbers they don't.
drop function app.new_slot();
--> statement-breakpoint
create function app.new_slot() returns integer
language sql volatile set search_path = pg_catalog, pg_temp as $$ select floor(random() * 2147483648)::integer $$;
--> statement-breakpoint
revoke execute on function app.new_slot() from public;
