import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import type { ApiRequest } from "./api-request";
import type { RequestBody } from "./body";
import type { RequestContext } from "./context";
import { acceptedVersions } from "./etag";
import type { AnyOperation, Call } from "./operation";

/** What a handler is called with, but for who asks. */
export type Input = Omit<Call<unknown, unknown, unknown>, "context" | "renew">;

/** What doesn't change anything has no body and no conditions. Throws as the schemas do, and what `notFound` makes. */
export function parseRead(
  declared: AnyOperation,
  context: RequestContext,
  request: ApiRequest,
  path: Record<string, string>,
): Input {
  const params = paramsOf(declared, path);
  const query = declared.query?.parse(queryOf(context));
  return { params, query, body: undefined, request, versions: undefined };
}

/** The same for a change. `raw` is its body as it was sent, which tells repetitions from other requests. */
export async function parseChange(
  declared: AnyOperation,
  context: RequestContext,
  request: ApiRequest,
  path: Record<string, string>,
  { tenant, sent }: { tenant: TenantContext; sent: RequestBody },
): Promise<{ input: Input; raw: unknown }> {
  const params = paramsOf(declared, path);
  const query = declared.query?.parse(queryOf(context));
  const raw = declared.body ? await sent.read(tenant.tenantId) : undefined;
  const body = declared.body?.parse(raw);
  return { input: { params, query, body, request, versions: acceptedVersions(request) }, raw };
}

/** The path's variable parts. One that can't be the name of anything is answered like one that names nothing. */
function paramsOf({ params, notFound }: AnyOperation, path: Record<string, string>): unknown {
  const parsed = params?.safeParse(path);
  if (parsed?.success === false) throw notFound?.() ?? new AppError("not_found", "Not found");
  return parsed?.data ?? {};
}

/** Query parameters as an object. Throws `validation_failed` for one that is given twice. */
function queryOf({ search }: RequestContext): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    if (Object.hasOwn(query, name)) {
      throw new AppError("validation_failed", "Validation failed", {
        details: [{ path: name, message: "is given twice" }],
      });
    }
    Object.defineProperty(query, name, { value, enumerable: true, configurable: true });
  }
  return query;
}
