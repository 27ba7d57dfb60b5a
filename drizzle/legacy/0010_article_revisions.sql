CREATE TABLE "article_revisions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"first_version" integer NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"content" text NOT NULL,
	"tags" jsonb NOT NULL,
	"field_versions" jsonb NOT NULL,
	"autosave" boolean NOT NULL,
	"restored_from" integer,
	"saved_by" uuid NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_revisions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "article_revisions_number_key" UNIQUE("tenant_id","article_id","number")
);
--> statement-breakpoint
-- In two steps, so that the articles that are there get null: nobody noted when their status changed.
ALTER TABLE "articles" ADD COLUMN "state_version" integer;--> statement-breakpoint
ALTER TABLE "articles" ALTER COLUMN "state_version" SET DEFAULT 1;--> statement-breakpoint
ALTER TABLE "article_revisions" ADD CONSTRAINT "article_revisions_tenant_id_article_id_articles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","article_id") REFERENCES "public"."articles"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_revisions" ADD CONSTRAINT "article_revisions_tenant_id_saved_by_members_tenant_id_user_id_fk" FOREIGN KEY ("tenant_id","saved_by") REFERENCES "public"."members"("tenant_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "articles_created_idx" ON "articles" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "articles_status_created_idx" ON "articles" USING btree ("tenant_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "articles_author_created_idx" ON "articles" USING btree ("tenant_id","author_id","created_at","id");--> statement-breakpoint
CREATE INDEX "articles_any_published_idx" ON "articles" USING btree ("tenant_id","published_at","id") WHERE "articles"."published_at" is not null;