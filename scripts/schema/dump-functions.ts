import type { TransactionSql } from "postgres";

/** The composite types of the schema `app`, then its functions with who may call them. */
export async function dumpFunctions(sql: TransactionSql): Promise<string[]> {
  const types = await sql<{ text: string }[]>`
    select format('create type %s as (%s);', c.oid::regclass,
      string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)) as text
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'c' and c.relnamespace = 'app'::regnamespace group by c.oid order by 1`;
  const functions = await sql<FunctionRow[]>`
    select p.oid::regprocedure::text as signature, proname as name, pg_get_function_arguments(p.oid) as arguments,
      pg_get_function_result(p.oid) as result, lanname as language, prosrc as body, proisstrict as strict, prosecdef as definer,
      case provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
      case proparallel when 's' then ' parallel safe' when 'r' then ' parallel restricted' else '' end as parallel,
      case when proretset and prorows <> 1000 then ' rows ' || prorows else '' end as rows,
      coalesce(proconfig, '{}') as settings,
      array(select case a.grantee when 0 then 'public' else a.grantee::regrole::text end
        from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee <> proowner order by 1) as callers
    from pg_proc p join pg_language l on l.oid = prolang
    where pronamespace = 'app'::regnamespace or pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.oid::regprocedure::text collate "C"`;
  return [...types.map(({ text }) => text), ...functions.map(functionText)];
}

interface FunctionRow {
  signature: string;
  name: string;
  arguments: string;
  result: string;
  language: string;
  body: string;
  strict: boolean;
  definer: boolean;
  volatility: string;
  parallel: string;
  rows: string;
  settings: string[];
  callers: string[];
}

function functionText(row: FunctionRow): string {
  const { language, volatility, parallel, strict, definer, rows, body } = row;
  const kind = `language ${language} ${volatility}${strict ? " strict" : ""}${parallel}${definer ? " security definer" : ""}${rows}`;
  const settings = row.settings.map((setting) => `set ${setting.replace("=", " = ")}`);
  const quote = body.includes("$$") ? "$function$" : "$$";
  const grants = row.callers.map((caller) => `grant execute on function ${row.signature} to ${caller};`);
  return [
    `create function app.${row.name}(${row.arguments})`,
    `returns ${row.result}`,
    kind,
    ...settings,
    `as ${quote}${body}${quote};`,
    ...grants,
  ].join("\n");
}
