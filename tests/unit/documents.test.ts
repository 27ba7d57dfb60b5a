import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../src/bin/support/paths";

const filesOf = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map(
    (name) => `${folder}/${name}`,
  );
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

const front = ["README.md", "CONTRIBUTING.md", "SECURITY.md"];
const docs = filesOf("docs").filter((name) => name.endsWith(".md"));
const all = [...front, ...docs, "examples/blog/README.md"];
/** Those that tell of the code as it is; decisions and measurements tell of their time. */
const ofToday = [...front, ...docs.filter((name) => name.split("/").length === 2)];

function inCode(file: string): string[] {
  return [...read(file).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

describe("the documents", () => {
  it.each(all)("%s leads only to files that are there", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const local = links.filter((target) => !/^(https?:|mailto:|#|\/|…|file$)/.test(target));
    const missing = local.filter(
      (target) => !existsSync(path.join(root, path.dirname(file), target.replace(/#.*/, ""))),
    );
    expect(missing).toEqual([]);
  });

  it.each(ofToday)("%s names only files and folders that are there", (file) => {
    const named = inCode(file).filter((code) =>
      /^(src|tests|scripts|tools|docs|drizzle|examples)\/[^\s<>*{}…]*$/.test(code),
    );
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
    const tests = new Set(filesOf("tests").map((name) => path.basename(name)));
    const asked = inCode(file).filter((code) => /^[-a-z0-9]+(\.long)?\.test\.tsx?$/.test(code));
    expect(asked.filter((name) => !tests.has(name))).toEqual([]);
  });

  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));

  it.each(ofToday)("%s names only commands that npm knows", (file) => {
    const named = [...read(file).matchAll(/\bnpm run ([a-z][a-z:-]*[a-z])/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("README.md lists every command", () => {
    const [, commands = ""] = /^## Commands\n(.*?)^## /ms.exec(read("README.md")) ?? [];
    const listed = [...commands.matchAll(/^\| `npm (?:run )?([a-z:-]+)[^`]*`/gm)];
    expect(listed.map(([, name]) => name).sort()).toEqual(Object.keys(scripts).sort());
  });

  it("docs/configuration.md lists every variable that the program reads", () => {
    const variables = read("src/server/platform/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm);
    const inner = (name = "") => name.startsWith("MASTHEAD_");
    const expected = [...variables].flatMap(([, name = ""]) => (inner(name) ? [] : [name]));
    expect(expected.length).toBeGreaterThan(10);
    const told = new Set(inCode("docs/configuration.md"));
    expect(expected.filter((name) => !told.has(name))).toEqual([]);
  });
});
