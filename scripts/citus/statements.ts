import type { Policy, TableFacts } from "./catalog";
import { distributionColumn, type Plan, planOf, problemsOf } from "./plan";

/** Many more shards than nodes, so that they can be spread evenly when nodes are added; tenants share a shard. */
const shardCount = 128;

export interface Statements {
  lines: string[];
  /** What no statement can settle, in words. */
  byHand: string[];
}

/** The statements that distribute the schema, to be run on an empty or a filled database with Citus installed. */
export function statementsOf(tables: TableFacts[]): Statements {
  const plan = planOf(tables);
  const problems = problemsOf(tables);
  const ofRule = (rule: string) => problems.filter((problem) => problem.rule === rule);
  const policies = tables.flatMap(({ name, policies: own }) =>
    own
      .filter((policy) => ofRule("policy").some((one) => one.table === name && one.name === policy.name))
      .map((policy) => ({ table: name, policy, changed: withoutSubSelects(policy) })),
  );
  const dropped = ofRule("foreign key");
  return {
    lines: [
      "-- Policies on distributed and reference tables may hold no sub-select.",
      ...policies.flatMap(({ table, changed }) => (changed ? [alterPolicy(table, changed)] : [])),
      "-- Foreign keys that Citus can't keep.",
      ...dropped.map(({ table, name }) => `alter table ${table} drop constraint ${name};`),
      "-- Counters: their triggers change rows of the same tenant alone, which lie on the same node.",
      ...(ofRule("trigger").length > 0 ? ["set citus.enable_unsafe_triggers to on;"] : []),
      ...tableStatements(plan),
    ],
    byHand: [
      ...policies.flatMap(({ table, policy, changed }) =>
        changed ? [] : [`${table}.${policy.name}: a policy that asks another table`],
      ),
      ...ofRule("key").map(({ table, name, why }) => `${table}.${name}: ${why}`),
    ],
  };
}

function tableStatements({ tables }: Plan): string[] {
  const names = (wanted: string) => tables.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  const [first, ...others] = names("distributed");
  const distribute = (name: string | undefined, more: string) =>
    `select create_distributed_table('public.${name}', '${distributionColumn}', ${more});`;
  return [
    "-- The same on every node.",
    ...names("reference").map((name) => `select create_reference_table('public.${name}');`),
    "-- By tenant: all rows of one tenant on one node.",
    distribute(first, `shard_count => ${shardCount}, colocate_with => 'none'`),
    ...others.map((name) => distribute(name, `colocate_with => 'public.${first}'`)),
    `-- On the coordinator alone: ${names("local").join(", ")}.`,
  ];
}

function alterPolicy(table: string, { name, using, check }: Policy): string {
  const parts = [...(using ? [`using (${using})`] : []), ...(check ? [`with check (${check})`] : [])];
  return `alter policy ${name} on ${table} ${parts.join(" ")};`;
}

/** The same policy with settings read directly; undefined where a sub-select reads a table. */
function withoutSubSelects(policy: Policy): Policy | undefined {
  const [using, check] = [policy.using, policy.check].map((text) => text && unwrapped(text));
  if ([using, check].some((text) => text && /\bSELECT\b/.test(text))) return undefined;
  return { name: policy.name, using: using ?? null, check: check ?? null };
}

/**
 * `( SELECT expression AS name)` is `expression` where no table is read. Written that way a setting is read once for a
 * statement instead of once for each row that is looked at.
 */
function unwrapped(text: string): string {
  const opening = "( SELECT ";
  const start = text.indexOf(opening);
  if (start < 0) return text;
  const end = closingOf(text, start);
  const inner = text.slice(start + opening.length, end);
  const before = text.slice(0, start);
  const after = unwrapped(text.slice(end + 1));
  if (/\bFROM\b/.test(inner)) return `${before}( SELECT ${inner})${after}`;
  return `${before}(${inner.replace(/ AS "?\w+"?$/, "")})${after}`;
}

function closingOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at;
  }
  throw new Error(`a parenthesis is not closed in ${text}`);
}
