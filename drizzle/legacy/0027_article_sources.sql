-- Where an imported article comes from, so that the next run of the import finds it, whatever its address has become.
CREATE TABLE "article_sources" (
	"tenant_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"importer" text NOT NULL,
	"path" text NOT NULL,
	"fingerprint" text,
	CONSTRAINT "article_sources_tenant_id_article_id_importer_pk" PRIMARY KEY("tenant_id","article_id","importer"),
	CONSTRAINT "article_sources_path_key" UNIQUE("tenant_id","importer","path")
);
--> statement-breakpoint
ALTER TABLE "article_sources" ADD CONSTRAINT "article_sources_tenant_id_article_id_articles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","article_id") REFERENCES "public"."articles"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
alter table article_sources enable row level security;
--> statement-breakpoint
alter table article_sources force row level security;
--> statement-breakpoint
create policy tenant_isolation on article_sources
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
--> statement-breakpoint
-- Paths of somebody's files, of drafts too, are no business of the public.
create policy staff_only on article_sources as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
--> statement-breakpoint
grant select, insert on article_sources to masthead_app;
--> statement-breakpoint
grant update (path, fingerprint) on article_sources to masthead_app;
