import type { Plan, Role } from "@/db/schema/enumerations";
import type { TenantId, TenantScope } from "@/db/tenant";
import type { Generations } from "../platform/generations";

/** Who acts in a request. */
export type Actor =
  | { type: "member"; id: string; name: string }
  | { type: "api_key"; id: string; name: string }
  /** The program itself, by order of the member with this id and name; in jobs and for the operator by its own. */
  | { type: "system"; id: string; name: string }
  | { type: "visitor" };

/** Language (BCP 47) and time zone (IANA) of an organisation's public pages. */
export interface Locale {
  readonly language: string;
  readonly timeZone: string;
}

declare const brand: unique symbol;

/**
 * On whose behalf a request runs: one tenant, one actor, one role. Readonly, and built only by the resolvers of
 * sessions, keys and public addresses and by a job's entry point (an import rule keeps it so), so that the tenant of a
 * request can't come from its input.
 */
export interface TenantContext extends TenantScope {
  readonly [brand]: "TenantContext";
  readonly tenantId: TenantId;
  readonly tenantSlug: string;
  readonly tenantName: string;
  readonly actor: Actor;
  readonly role: Role | "public";
  readonly requestId: string;
  /** The client's network address, for the audit log; null for work that no client asked for. */
  readonly address: string | null;
  /** An API key's own limit of requests a minute; null: none beside the general ones. */
  readonly rateLimitPerMinute: number | null;
  /** What the organisation as a whole may use; null for work that no member or key asked for. */
  readonly plan: Plan | null;
  /** How its public pages speak; null for everybody but visitors. */
  readonly locale: Locale | null;
  /** As Redis answered them in this very request, which changes nothing; null: in vain. Where they are missing, a cache asks. */
  readonly generations?: Generations | null | undefined;
}

export type TenantContextFields = Omit<
  TenantContext,
  typeof brand | "tenantId" | "address" | "rateLimitPerMinute" | "plan" | "locale"
> & {
  tenantId: string;
  address?: string | null;
  rateLimitPerMinute?: number | null;
  plan?: Plan | null;
  locale?: Locale | null;
};
