-- migrate: no transaction
-- Events may be many.
drop index concurrently if exists events_unnumbered_idx;
--> statement-breakpoint
create index concurrently events_unnumbered_idx on events (tenant_id, written_at) where position is null;
--> statement-breakpoint
drop index concurrently if exists events_position_key;
--> statement-breakpoint
create unique index concurrently events_position_key on events (tenant_id, position);
