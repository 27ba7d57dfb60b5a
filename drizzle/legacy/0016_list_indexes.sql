CREATE INDEX "articles_author_published_idx" ON "articles" USING btree ("tenant_id","author_id","published_at","id") WHERE "articles"."published_at" is not null;--> statement-breakpoint
CREATE INDEX "events_type_idx" ON "events" USING btree ("tenant_id","type","id");--> statement-breakpoint
CREATE INDEX "events_actor_idx" ON "events" USING btree ("tenant_id","actor_id","id");--> statement-breakpoint
CREATE INDEX "events_request_idx" ON "events" USING btree ("tenant_id","request_id","id");
--> statement-breakpoint
-- How many articles carry a tag differs by tag, and each tenant has its own: the hundred most used of all tenants, the
-- default, leave most of them unknown.
ALTER TABLE "article_tags" ALTER COLUMN "tag_id" SET STATISTICS 1000;
