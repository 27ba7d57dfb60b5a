import type { BuildExtraConfigColumns } from "drizzle-orm";
import {
  type AnyPgColumn,
  foreignKey,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  uuid,
} from "drizzle-orm/pg-core";
import { tenantIsolation } from "./policies";
import { tenants } from "./tenants";

type Columns = Record<string, PgColumnBuilderBase>;
type Constraints<Name extends string, All extends Columns> = (
  t: BuildExtraConfigColumns<Name, All, "pg">,
) => PgTableExtraConfigValue[];

const tenantId = () => uuid("tenant_id").notNull();
const id = () => uuid("id").notNull();
type TenantKey = { tenantId: ReturnType<typeof tenantId> };
type Key = TenantKey & { id: ReturnType<typeof id> };

/**
 * A table of things with an id, each of one tenant: adds the columns `tenantId` and `id`, the primary key of both, and
 * the policy that shows rows of the current tenant alone. What Drizzle can't say is one line of its migration:
 * `select app.protect('newsletters', 'select, insert, update, delete')` forces row security on the owner too and gives
 * the program its rights.
 */
export function tenantTable<Name extends string, Own extends Columns>(
  name: Name,
  columns: Own,
  constraints: Constraints<Name, Key & Own>,
) {
  const all: Key & Own = { tenantId: tenantId(), id: id(), ...columns };
  return pgTable(name, all, (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    tenantIsolation(),
    ...constraints(t),
  ]);
}

/** The same for rows without an id of their own: the constraints hold their primary key, which begins with the tenant. */
export function tenantTableWithoutId<Name extends string, Own extends Columns>(
  name: Name,
  columns: Own,
  constraints: Constraints<Name, TenantKey & Own>,
) {
  const all: TenantKey & Own = { tenantId: tenantId(), ...columns };
  return pgTable(name, all, (t) => [tenantIsolation(), ...constraints(t)]);
}

/** The foreign key that deletes rows with their tenant, where no other foreign key leads there. */
export const belongsToTenant = (t: { tenantId: AnyPgColumn }, name?: string) =>
  foreignKey({ ...(name ? { name } : {}), columns: [t.tenantId], foreignColumns: [tenants.id] }).onDelete(
    "cascade",
  );
