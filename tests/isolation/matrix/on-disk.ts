const pageFiles = import.meta.glob("/src/app/**/page.tsx");
const sources = import.meta.glob<string>("/src/**/*.{ts,tsx}", { query: "?raw", import: "default" });

/** The paths of all pages on disk, such as `/articles/[id]`. */
export const pagesOnDisk: string[] = Object.keys(pageFiles).map(
  (file) => file.replace(/^\/src\/app|\/\([^/]+\)|\/page\.tsx$/g, "") || "/",
);

/** The names of all Server Actions on disk: what modules export that begin with "use server". */
export async function actionsOnDisk(): Promise<string[]> {
  const found: string[] = [];
  for (const [file, load] of Object.entries(sources)) {
    const source = await load();
    if (!/^\s*["']use server["']/m.test(source)) continue;
    const names = [...source.matchAll(/^export (?:const|let|async function|function) (\w+)/gm)];
    // A function with the directive inside of it has no name that a table could hold.
    if (names.length === 0 || !/^["']use server["']/.test(source))
      throw new Error(`${file}: move its Server Actions to an actions.ts, so that they have names`);
    found.push(...names.map(([, name]) => name ?? ""));
  }
  return found;
}
