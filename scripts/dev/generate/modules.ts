import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../../src/bin/support/paths";

/** A file that is made from what else is on disk. */
export interface GeneratedFile {
  /** From the project's directory. */
  file: string;
  /** Before it is formatted. */
  text: string;
}

const header = (from: string) =>
  `// Written by \`npm run generate\` from ${from}. A test compares it with what is on disk.\n`;

/** Everything that is found on disk rather than listed by hand. */
export function generatedModules(): GeneratedFile[] {
  return [
    collectedErrors(),
    collectedEvents(),
    collectedSections(),
    tasks(),
    routes(),
    protectedPages(),
    navigation(),
  ];
}

function foldersWith(directory: string, file: string): string[] {
  return readdirSync(path.join(root, directory))
    .filter(
      (folder) =>
        !folder.startsWith("_") &&
        folder !== "generated" &&
        existsSync(path.join(root, directory, folder, file)),
    )
    .sort();
}

function camelCased(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function exportsOf(file: string): string[] {
  const source = readFileSync(path.join(root, file), "utf8");
  return [...source.matchAll(/^export const (\w+)/gm)].map(([, name = ""]) => name);
}

/** One module whose objects are those of every feature, spread into each other. */
function collected(file: string, names: string[], output = file): GeneratedFile {
  const features = foldersWith("src/server", file)
    .map((feature) => ({
      feature,
      found: exportsOf(`src/server/${feature}/${file}`).filter((name) => names.includes(name)),
    }))
    .filter(({ found }) => found.length > 0);
  const local = (feature: string, name: string) => camelCased(`${feature}-${name}`);
  const imports = features.map(({ feature, found }) => {
    const list = found.map((name) => `${name} as ${local(feature, name)}`).join(", ");
    return `import { ${list} } from "../${feature}/${file.replace(/\.ts$/, "")}";`;
  });
  const objects = names.map((name) => {
    const parts = features
      .filter(({ found }) => found.includes(name))
      .map(({ feature }) => `...${local(feature, name)}`);
    return `export const ${name} = { ${parts.join(", ")} };`;
  });
  const text = [header(`src/server/*/${file}`), ...imports, "", ...objects].join("\n");
  return { file: `src/server/generated/${output}`, text: `${text}\n` };
}

const collectedErrors = () => collected("error-codes.ts", ["errorCodes", "constraintErrors"]);
const collectedEvents = () => collected("event-types.ts", ["eventTypes"]);
const collectedSections = () => collected("schema.ts", ["sections"], "sections.ts");

/** What workers do: a file of `src/server/jobs/tasks` each. */
function tasks(): GeneratedFile {
  const directory = "src/server/jobs/tasks";
  const files = readdirSync(path.join(root, directory))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();
  const imports = files.map((file) => `import { task as ${camelCased(file)} } from "../jobs/tasks/${file}";`);
  const text = `${header(`${directory}/*.ts`)}${imports.join("\n")}

export const tasks = [${files.map(camelCased).join(", ")}];
`;
  return { file: "src/server/generated/tasks.ts", text };
}

/** The route files under /api/v1 that are described, by their path in Next's notation. */
function routes(): GeneratedFile {
  const paths = readdirSync(path.join(root, "src/app/api/v1"), { recursive: true, encoding: "utf8" })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => file.endsWith("/route.ts") && file !== "openapi.json/route.ts")
    .map((file) => file.replace(/\/route\.ts$/, ""))
    .sort();
  const lines = paths.map((name) => `"/api/v1/${name}": () => import("./v1/${name}/route"),`);
  const text = `${header("src/app/api/v1/**/route.ts")}import type { RouteModule } from "@/server/pipeline/openapi/document";

/**
 * Every route of the API that is described, by its path in Next's notation. Next itself finds the files by their place;
 * this list serves the description and hosts other than Next.
 */
export const apiRoutes: Record<string, () => Promise<RouteModule>> = {
${lines.join("\n")}
};
`;
  return { file: "src/app/api/routes.ts", text };
}

/** Folders of the dashboard's route group, each of which holds pages that need a session. */
function protectedPages(): GeneratedFile {
  const group = path.join(root, "src/app/(dashboard)");
  const folders = readdirSync(group, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => file.split(path.sep)[0] ?? "");
  const roots = [...new Set(folders)].sort().map((folder) => `"/${folder}"`);
  const text = `${header("src/app/(dashboard)")}
/** What lies under these paths is for people who are signed in. */
export const protectedPages = [${roots.join(", ")}];
`;
  return { file: "src/server/generated/protected-pages.ts", text };
}

/** The entries of the dashboard's navigation, which pages declare beside themselves. */
function navigation(): GeneratedFile {
  const folders = foldersWith("src/app/(dashboard)", "navigation-entry.ts");
  const imports = folders.map(
    (folder) => `import { entry as ${camelCased(folder)} } from "../${folder}/navigation-entry";`,
  );
  const text = `${header("src/app/(dashboard)/*/navigation-entry.ts")}${imports.join("\n")}

export const navigationEntries = [${folders.map(camelCased).join(", ")}].sort(
  (one, other) => one.place - other.place,
);
`;
  return { file: "src/app/(dashboard)/_shell/navigation-entries.ts", text };
}
