import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { reasonOf } from "../../src/bin/support/terminal";
import { markdownExtension } from "../import/file-extensions";

export interface MarkdownFile {
  /** Relative to the imported directory, with slashes, in Unicode's composed form: the same on every system. */
  path: string;
  /** Where to read it. */
  location: string;
}

export interface Found {
  files: MarkdownFile[];
  /** Files of whatever kind that are no articles, and folders that weren't entered. */
  passedOver: { path: string; reason: string }[];
}

/** Folders of programs rather than of texts. */
const machinery =
  /^(?:node_modules|bower_components|vendor|venv|__pycache__|dist|build|_site|_book|public|resources|target|coverage)$/i;
/** Folders of what texts are made with, and of what isn't to be read yet. */
const notArticles =
  /^(?:drafts?|templates?|archetypes?|partials?|layouts?|includes?|snippets?|components?|shortcodes?|trash)$/i;
/** Files about a folder of a project rather than of a publication. */
const aboutProjects =
  /^(?:changelog|changes|history|contributing|contributors|authors|maintainers|licen[cs]e|copying|notice|security|code[_-]of[_-]conduct|support|pull_request_template|issue_template|governance|claude|agents)$/i;
const others = "is no file of Markdown";

/**
 * The Markdown files in a directory, sorted by path, with what was passed over and why. Symbolic links are followed where
 * they lead to something inside of the directory; none leads out of it, and no directory is entered twice.
 */
export function findMarkdownFiles(directory: string): Found {
  const root = realpathSync(directory);
  const entered = new Set<string>();
  const files: MarkdownFile[] = [];
  const passedOver: Found["passedOver"] = [];
  const enter = (location: string, relative: string): void => {
    const real = realpathSync(location);
    if (entered.has(real)) return;
    entered.add(real);
    for (const entry of entriesOf(location, relative, passedOver)) {
      const place = path.join(location, entry.name);
      const name = (relative ? `${relative}/${entry.name}` : entry.name).normalize("NFC");
      const kind = kindOf(entry, place, root);
      const reason = kind === "directory" ? folderReason(entry.name) : fileReason(entry.name, relative, kind);
      if (reason !== undefined) passedOver.push({ path: kind === "directory" ? `${name}/` : name, reason });
      else if (kind === "directory") enter(place, name);
      else files.push({ path: name, location: place });
    }
  };
  enter(root, "");
  return { files: files.sort((a, b) => compare(a.path, b.path)), passedOver };
}

/** Real directories before links to them, so that a file keeps its own path where both lead to it. */
function entriesOf(location: string, relative: string, passedOver: Found["passedOver"]): Dirent[] {
  try {
    return readdirSync(location, { withFileTypes: true }).sort(
      (a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || compare(a.name, b.name),
    );
  } catch (error) {
    passedOver.push({ path: `${relative}/`, reason: `can't be read: ${reasonOf(error)}` });
    return [];
  }
}

function folderReason(name: string): string | undefined {
  if (name.startsWith(".")) return "is hidden";
  if (machinery.test(name)) return "is a folder of programs or of what they made";
  if (name.startsWith("_") && !/^_(?:posts|pages)$/i.test(name)) return "begins with an underscore";
  return notArticles.test(name) ? "is a folder of drafts, templates or parts" : undefined;
}

function fileReason(name: string, folder: string, kind: Kind): string | undefined {
  if (typeof kind === "object") return kind.reason;
  if (name.startsWith(".")) return "is hidden";
  if (!markdownExtension.test(name)) return others;
  const plain = name.replace(markdownExtension, "");
  if (plain.startsWith("_")) return "begins with an underscore";
  if (aboutProjects.test(plain) || (/^readme$/i.test(plain) && folder === "")) return "is about the project";
  return undefined;
}

type Kind = "directory" | "file" | { reason: string };

function kindOf(entry: Dirent, place: string, root: string): Kind {
  const isLink = entry.isSymbolicLink();
  if (isLink) {
    const real = realOf(place);
    if (real === undefined) return { reason: "is a link that leads nowhere" };
    if (real !== root && !real.startsWith(root + path.sep))
      return { reason: "is a link that leads out of the folder" };
  }
  const stat: Stats | Dirent = isLink ? statSync(place) : entry;
  if (stat.isDirectory()) return "directory";
  return stat.isFile() ? "file" : { reason: "is no file, but a device, pipe or socket" };
}

/** Undefined for a link that leads nowhere, or in a circle. */
function realOf(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}

/** By code units: the same order whatever the language of the system is. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
