/** A Vite plugin's shape, as far as it is used here. */
interface Plugin {
  name: string;
  enforce: "pre";
  transform(code: string, id: string): string | undefined;
}

const predicates = [
  [/\beq\(\w+\.tenantId, tenantId\)/g, "undefined"],
  [/\beq\(\w+\.tenantId, placeholder\("tenantId"\)\)/g, "undefined"],
  [/\beq\(users\.id, userId\)/g, "undefined"],
  [/\beq\(tenants\.id, tenantId\)/g, "undefined"],
  [/\$\{tags\.tenantId\} = \$\{tenantId\}::uuid/g, "true"],
] as const;

/**
 * Takes the tenant's predicate out of every query of the repositories, as if each had forgotten it. Row security must
 * then hold alone: the tests of this project are the same ones as those of `isolation`. Joins keep theirs: they tie two
 * tables to each other, not to the tenant.
 */
export function withoutPredicates(): Plugin {
  return {
    name: "without-tenant-predicates",
    enforce: "pre",
    transform(code, id) {
      if (!/src\/db\/repositories\/(?!bounded-count)[\w-]+\.ts$/.test(id)) return undefined;
      let changed = code;
      for (const [form, replacement] of predicates) changed = changed.replace(form, replacement);
      if (changed.includes("where(") && changed === code)
        throw new Error(`${id}: no tenant predicate found; its form has changed`);
      return changed;
    },
  };
}
