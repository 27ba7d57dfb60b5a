-- migrate: no transaction
alter table articles validate constraint articles_tenant_id_scheduled_by_members_tenant_id_user_id_fk;
--> statement-breakpoint
alter table articles validate constraint articles_publish_at_check;
--> statement-breakpoint
alter table articles validate constraint articles_unpublish_at_check;
--> statement-breakpoint
alter table articles validate constraint articles_scheduled_by_check;
--> statement-breakpoint
alter table articles validate constraint articles_schedule_problem_check;
--> statement-breakpoint
drop index concurrently if exists articles_scheduled_idx;
--> statement-breakpoint
create index concurrently articles_scheduled_idx on articles (tenant_id, (case when publish_at is null then unpublish_at else publish_at end), id)
  where (case when publish_at is null then unpublish_at else publish_at end) is not null;
--> statement-breakpoint
drop index concurrently if exists articles_due_idx;
--> statement-breakpoint
create index concurrently articles_due_idx on articles ((case when publish_at is null then unpublish_at else publish_at end))
  where (case when publish_at is null then unpublish_at else publish_at end) is not null and schedule_problem is null;
