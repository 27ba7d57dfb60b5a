/** Whether an address says where it leads by itself: with a scheme, a host, or within its own page. */
export function isWhole(address: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i.test(address);
}

/** A relative address on the old site; `folder` is where the text that has it was. Undefined without a site. */
export function onSite(address: string, site: string | undefined, folder = ""): string | undefined {
  if (site === undefined) return undefined;
  const base = `${site}/${folder === "" ? "" : `${folder}/`}`;
  const path = address.startsWith("/") ? `${new URL(site).pathname.replace(/\/$/, "")}${address}` : address;
  return URL.canParse(path, base) ? new URL(path, base).href : undefined;
}
