/** What a page is asked for behind the `?`; a name that is given several times counts once, the first time. */
export type SearchParams = Record<string, string | string[] | undefined>;

export function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** A page number counted from 1, at most `pageMax`; whatever isn't one is the first page. */
export function pageOf(value: string | string[] | undefined, pageMax: number): number {
  const page = /^[1-9]\d{0,5}$/.exec(firstOf(value) ?? "")?.[0];
  return Math.min(Number(page ?? 1), pageMax);
}

/** Lists can be paged by offset so far and no further. */
const rowsMax = 10_000;

/** How many pages there are of `total` rows. */
export function pageCount(total: number, pageSize: number): number {
  return Math.min(Math.ceil(total / pageSize), pageMaxOf(pageSize));
}

export const pageMaxOf = (pageSize: number) => rowsMax / pageSize;

/** `path` with what is set of `params`. */
export function hrefWith(path: string, params: Record<string, string | number | undefined>): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
