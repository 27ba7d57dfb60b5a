import path from "node:path/posix";
import type { Addresses } from "../import/article";
import { markdownExtension } from "../import/file-extensions";

/** Finds imported files by what links say of them. */
export class FileIndex {
  readonly #byPath = new Map<string, string>();
  readonly #byName = new Map<string, string>();
  readonly #ids: string[] = [];
  #slugs: Set<string> | undefined;

  /** `was`: the addresses that the file had on its own site. */
  add(id: string, was: readonly string[]): void {
    this.#ids.push(id);
    const bare = id.replace(markdownExtension, "").toLowerCase();
    const folder = bare.replace(/(?:^|\/)_?(?:index|readme)$/, "");
    for (const key of [id.toLowerCase(), bare, folder, undated(bare), undated(folder)])
      this.#put(this.#byPath, key, id);
    for (const address of was) this.#put(this.#byPath, address.replace(/^\/+/, "").toLowerCase(), id);
    this.#put(this.#byName, bare.split("/").at(-1) ?? "", id);
  }

  /** What a link in a text in `folder` leads to. */
  find(target: string, folder: string): string | undefined {
    if (target === "") return undefined;
    const from = target.startsWith("/") ? "" : folder;
    const joined = path
      .join("/", from, target)
      .replace(/^\/+|\/+$/g, "")
      .toLowerCase();
    const bare = joined.replace(/(?:\/index)?\.html?$/, "");
    return (
      this.#byPath.get(joined) ??
      this.#byPath.get(bare) ??
      this.#byPath.get(joined.replace(markdownExtension, ""))
    );
  }

  /** What a wiki link leads to: a path from the top, or a name that is anywhere. */
  findNote(target: string): string | undefined {
    const key = target.normalize("NFC").toLowerCase().replace(markdownExtension, "");
    return key === "" ? undefined : (this.#byPath.get(key) ?? this.#byName.get(key));
  }

  /** Whether an address is that of an imported article already. */
  isSlug(address: string, addresses: Addresses): boolean {
    this.#slugs ??= new Set(this.#ids.flatMap((id) => addresses.slugOf(id) ?? []));
    return this.#slugs.has(address.replace(/[?#].*$/, ""));
  }

  #put(map: Map<string, string>, key: string, id: string): void {
    if (key !== "" && !map.has(key)) map.set(key, id);
  }
}

function undated(file: string): string {
  return file.replace(/(^|\/)\d{4}-\d{1,2}-\d{1,2}-(?=[^/]+$)/, "$1");
}
