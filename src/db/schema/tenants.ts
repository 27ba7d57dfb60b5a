import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { isOneOf, versioned } from "./columns";
import { plans } from "./enumerations";
import { ownerAccess, tenantIsolation } from "./policies";

/**
 * An organisation's isolated space. The root of every other tenant table: here `id` plays the part of `tenant_id`.
 * The slug is public (it is in the address of the organisation's pages), so its uniqueness across tenants leaks nothing.
 */
export const tenants = pgTable(
  "tenants",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull().unique("tenants_slug_key"),
    name: text("name").notNull(),
    /** Comments of members who may not delete wait until somebody who may has approved them. */
    commentsModerated: boolean("comments_moderated").notNull().default(false),
    /** Of its public pages: BCP 47, as `Intl.getCanonicalLocales` writes it. */
    language: text("language").notNull().default("en"),
    /** Of the dates on its public pages: a name of the IANA database. */
    timeZone: text("time_zone").notNull().default("UTC"),
    /** Changed by the operator alone: the program's role may not. */
    plan: text("plan", { enum: plans }).notNull().default("standard"),
    ...versioned(),
  },
  (t) => [
    tenantIsolation("id"),
    ownerAccess(),
    check("tenants_slug_form", sql`${t.slug} ~ '^[a-z0-9](-?[a-z0-9])*$' and length(${t.slug}) <= 63`),
    check("tenants_plan_check", isOneOf(t.plan, plans)),
  ],
);
