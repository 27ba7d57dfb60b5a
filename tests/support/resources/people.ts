import { createApiKey } from "@/server/api-keys/service";
import { sessions } from "@/server/auth/resolve-session";
import { asAdmin, type TestDatabase } from "../database";
import { addMember, type TestMember, type TestTenant } from "../factories";
import type { Credential } from "./actors";

/** Who opens a page or sends a form. The columns of those two tables, in the order in which they are shown. */
export const people = [
  "signed out",
  "viewer",
  "author",
  "editor",
  "admin",
  "admin in both",
  "suspended member",
  "ended session",
  "admin key",
] as const;
export type PersonName = (typeof people)[number];

/** Whom pages and actions know: keys are for the REST API, and the others' sessions are worth nothing. */
export const signedInPeople: PersonName[] = ["viewer", "author", "editor", "admin", "admin in both"];

export interface Person extends Credential {
  /** For whoever has an account. */
  member?: TestMember;
}

/** A new one each time, so that what one test does to an account is no business of the next. */
export async function makePerson(
  name: PersonName,
  { own, other, database }: { own: TestTenant; other: TestTenant; database: TestDatabase },
): Promise<Person> {
  if (name === "signed out") return {};
  const { context } = own.admin;
  if (name === "admin key")
    return { key: (await createApiKey(context, { name: "Key", kind: "secret", role: "admin" })).key };
  const role = name === "viewer" || name === "author" || name === "editor" ? name : "admin";
  const member = await addMember(context, role);
  const { userId, token } = member;
  if (name === "ended session") await sessions().end(token);
  if (name === "suspended member" || name === "admin in both") {
    await asAdmin(database, (sql) =>
      name === "suspended member"
        ? sql`update members set status = 'suspended' where user_id = ${userId}`
        : sql`insert into members (tenant_id, user_id, role, name) values (${other.id}, ${userId}, 'admin', 'Mo')`,
    );
  }
  return { member, session: token };
}
