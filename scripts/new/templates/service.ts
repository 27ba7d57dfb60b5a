import type { Names } from "../names";

export const serviceFile = ({
  One,
  Many,
  Words,
  many,
  one,
  plural,
  code,
  word,
}: Names) => `import { uuidv7 } from "uuidv7";
import * as ${many} from "@/db/repositories/${plural}";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import type { ${One}Input, List${Many} } from "./schema";

export type ${One} = ${many}.${One}Row;

/** ${Words}, newest first. Needs \`read\`. */
export async function list${Many}(context: TenantContext, query: List${Many}): Promise<Page<${One}>> {
  assertCan(context, "read");
  const { tenantId } = context;
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => ${many}.list(tx, tenantId, readingOf(query)),
      () => ${many}.count(tx, tenantId, countMax),
    ]),
  );
  return pageOf(rows, total, query, ({ id }) => id);
}

/** Needs \`read\`. Throws \`${code}_not_found\`. */
export async function get${One}(context: TenantContext, id: string): Promise<${One}> {
  assertCan(context, "read");
  return found(await readTenant(context, (tx) => ${many}.findById(tx, context.tenantId, id)));
}

/** Needs \`write\`. */
export async function create${One}(context: TenantContext, { name }: ${One}Input): Promise<${One}> {
  assertCan(context, "write");
  const { tenantId } = context;
  return withTenant(context, async (tx) => {
    const made = found(await ${many}.insert(tx, { tenantId, id: uuidv7(), name }));
    recordEvent(tx, context, "${code}.created", made.id, { name });
    return made;
  });
}

/** Needs \`delete\`, since it may be somebody else's. Throws \`${code}_not_found\`, \`version_mismatch\`. */
export async function update${One}(
  context: TenantContext,
  id: string,
  { name }: ${One}Input,
  expected: Expected = {},
): Promise<${One}> {
  assertCan(context, "delete");
  return withTenant(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    if (before.name === name) return before;
    const after = found(await ${many}.update(tx, context.tenantId, id, { name }));
    recordEvent(tx, context, "${code}.updated", id, { name, previousName: before.name });
    return after;
  });
}

/** Needs \`delete\`. Throws \`${code}_not_found\`, \`version_mismatch\`. */
export async function delete${One}(context: TenantContext, id: string, expected: Expected = {}): Promise<void> {
  assertCan(context, "delete");
  await withTenant(context, async (tx) => {
    const { name } = await lock(tx, context, id, expected);
    await ${many}.remove(tx, context.tenantId, id);
    recordEvent(tx, context, "${code}.deleted", id, { name });
  });
}

export function ${one}NotFound(): AppError {
  return new AppError("${code}_not_found");
}

async function lock(tx: TenantTx, { tenantId }: TenantContext, id: string, expected: Expected): Promise<${One}> {
  const present = found(await ${many}.lockById(tx, tenantId, id));
  assertVersion(expected, present.version, "The ${word}");
  return present;
}

function found(row: ${One} | undefined): ${One} {
  if (!row) throw ${one}NotFound();
  return row;
}
`;
