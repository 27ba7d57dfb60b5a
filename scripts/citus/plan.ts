import type { ForeignKey, TableFacts } from "./catalog";

/**
 * What becomes of a table. `distributed`: its rows lie by tenant on one of many nodes. `reference`: all of it lies on
 * every node. `local`: it stays on the coordinator.
 */
export type Kind = "distributed" | "reference" | "local";

/** The column that says where a row lies. */
export const distributionColumn = "tenant_id";

export interface Plan {
  /** Referred to before those that refer to them, so that each can be made in this order. */
  tables: { name: string; kind: Kind }[];
}

/** Throws if foreign keys go round in a circle. */
export function planOf(tables: TableFacts[]): Plan {
  const kinds = kindsOf(tables);
  const ordered = inOrder(tables);
  const ofKind = (kind: Kind) =>
    ordered.filter((name) => kinds.get(name) === kind).map((name) => ({ name, kind }));
  return { tables: [...ofKind("reference"), ...ofKind("distributed"), ...ofKind("local")] };
}

/** A table without a tenant that tenants' tables refer to has to be wherever they are. */
export function kindsOf(tables: TableFacts[]): Map<string, Kind> {
  const kinds = new Map<string, Kind>(
    tables.map(({ name, hasTenant }) => [name, hasTenant ? "distributed" : "local"]),
  );
  const wanting = tables.filter(({ hasTenant }) => hasTenant);
  for (let table = wanting.pop(); table; table = wanting.pop()) {
    for (const { target } of table.foreignKeys) {
      if (kinds.get(target) !== "local") continue;
      kinds.set(target, "reference");
      wanting.push(...tables.filter(({ name }) => name === target));
    }
  }
  return kinds;
}

function inOrder(tables: TableFacts[]): string[] {
  const done: string[] = [];
  const open = [...tables];
  while (open.length > 0) {
    const next = open.findIndex(({ name, foreignKeys }) =>
      foreignKeys.every(({ target }) => target === name || done.includes(target)),
    );
    const [table] = next < 0 ? [] : open.splice(next, 1);
    if (!table)
      throw new Error(`foreign keys go round in a circle: ${open.map(({ name }) => name).join(", ")}`);
    done.push(table.name);
  }
  return done;
}

export interface Problem {
  table: string;
  /** The key, policy or trigger that it is about. */
  name: string;
  /** `key`, `foreign key` and so on. */
  rule: "key" | "foreign key" | "policy" | "trigger";
  why: string;
}

/** What Citus refuses of the tables as they are; see docs/scaling.md for where its rules are written. */
export function problemsOf(tables: TableFacts[]): Problem[] {
  const kinds = kindsOf(tables);
  return tables.flatMap((table) => {
    const kind = kinds.get(table.name) ?? "local";
    if (kind === "local") return foreignKeyProblems(table, kinds);
    const keys = kind === "distributed" ? keyProblems(table) : [];
    return [
      ...keys,
      ...foreignKeyProblems(table, kinds),
      ...policyProblems(table),
      ...triggerProblems(table),
    ];
  });
}

function keyProblems({ name: table, keys }: TableFacts): Problem[] {
  return keys
    .filter(({ columns }) => !columns.includes(distributionColumn))
    .map(({ name }) => ({ table, name, rule: "key", why: `it doesn't hold ${distributionColumn}` }));
}

function foreignKeyProblems({ name: table, foreignKeys }: TableFacts, kinds: Map<string, Kind>): Problem[] {
  return foreignKeys.flatMap((key): Problem[] => {
    const why = foreignKeyFault(key, kinds.get(table) ?? "local", kinds.get(key.target) ?? "local");
    return why ? [{ table, name: key.name, rule: "foreign key", why }] : [];
  });
}

function foreignKeyFault(key: ForeignKey, from: Kind, to: Kind): string | undefined {
  if (from === "local") return to === "distributed" ? "from a local table to a distributed one" : undefined;
  if (from === "reference") return to === "reference" ? undefined : `from a reference table to a ${to} one`;
  if (to === "local") return "from a distributed table to a local one";
  const at = key.columns.indexOf(distributionColumn);
  if (to === "distributed" && (at < 0 || key.targetColumns[at] !== distributionColumn))
    return `${distributionColumn} doesn't stand at the same place on both sides`;
  if (at >= 0 && ["n", "d"].includes(key.onDelete)) return "on delete it would clear the distribution column";
  if (at >= 0 && ["n", "d", "c"].includes(key.onUpdate))
    return "on update it would change the distribution column";
  return undefined;
}

function policyProblems({ name: table, policies }: TableFacts): Problem[] {
  return policies
    .filter(({ using, check }) => /\bSELECT\b/.test(`${using} ${check}`))
    .map(({ name }) => ({ table, name, rule: "policy", why: "it has a sub-select" }));
}

function triggerProblems({ name: table, triggers }: TableFacts): Problem[] {
  return triggers.map((name) => ({
    table,
    name,
    rule: "trigger",
    why: "needs citus.enable_unsafe_triggers",
  }));
}
