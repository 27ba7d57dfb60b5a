import { AppError } from "../platform/errors";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Why a request can't be meant for any page or route; undefined if it can. */
export function faultOf(method: string, target: string): AppError | undefined {
  if (!methods.has(method)) return new AppError("method_not_allowed", "This method is not supported");
  if (!target.startsWith("/") || target.startsWith("//"))
    return new AppError("validation_failed", "The request's target must be a path");
  return isDecodable(target) ? undefined : new AppError("validation_failed", "The path is not well formed");
}

/** Percent signs that stand for bytes of UTF-8, in the path as in what the framework takes for one. */
function isDecodable(target: string): boolean {
  if (!target.includes("%")) return true;
  const query = target.indexOf("?");
  try {
    decodeURIComponent(query < 0 ? target : target.slice(0, query));
    return true;
  } catch {
    return false;
  }
}
