import type { Names } from "./names";
import { repositoryFile, schemaFile as tableFile } from "./templates/database";
import { actionsFile, navigationEntryFile, pageFile } from "./templates/page";
import { listRouteFile, oneRouteFile } from "./templates/routes";
import { errorCodesFile, eventTypesFile, schemaFile } from "./templates/server";
import { serviceFile } from "./templates/service";
import { integrationTestFile, resourceFile } from "./templates/tests";

/** A resource's files by hand, by their path from the project's directory. The migration is written from the first. */
export function filesOf(names: Names): Record<string, string> {
  const { plural } = names;
  const [server, api, page] = [
    `src/server/${plural}`,
    `src/app/api/v1/${plural}`,
    `src/app/(dashboard)/${plural}`,
  ];
  return {
    [`src/db/schema/${plural}.ts`]: tableFile(names),
    [`src/db/repositories/${plural}.ts`]: repositoryFile(names),
    [`${server}/schema.ts`]: schemaFile(names),
    [`${server}/service.ts`]: serviceFile(names),
    [`${server}/error-codes.ts`]: errorCodesFile(names),
    [`${server}/event-types.ts`]: eventTypesFile(names),
    [`${api}/route.ts`]: listRouteFile(names),
    [`${api}/[id]/route.ts`]: oneRouteFile(names),
    [`${page}/page.tsx`]: pageFile(names),
    [`${page}/actions.ts`]: actionsFile(names),
    [`${page}/navigation-entry.ts`]: navigationEntryFile(names),
    [`tests/resources/${plural}.ts`]: resourceFile(names),
    [`tests/integration/${plural}.test.ts`]: integrationTestFile(names),
  };
}
