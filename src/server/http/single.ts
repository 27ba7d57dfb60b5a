import { type Answer, ok } from "./answers";
import { etagOf, isNotModified } from "./etag";

/** A single resource: its data with the ETag of its version, or 304 where the client has that version already. */
export function single(request: Request, { version }: { version: number }, data: unknown): Answer {
  const headers = { ETag: etagOf(version) };
  return isNotModified(request, version) ? { status: 304, headers } : ok(data, { headers });
}

/** The same after a change: with the data in any case. */
export function changed({ version }: { version: number }, data: unknown): Answer {
  return ok(data, { headers: { ETag: etagOf(version) } });
}
