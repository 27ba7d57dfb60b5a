import { RegExpRouter } from "hono/router/reg-exp-router";
import type { Handler } from "../pipeline/define-resource";
import { type Method, methods } from "../pipeline/operation";

/** What a route file of a resource exports. */
export type ResourceModule = Partial<Record<Method, Pick<Handler, "reply">>>;

export async function loadRoutes<Module>(
  routes: Record<string, () => Promise<Module>>,
): Promise<Record<string, Module>> {
  const loaded = Object.entries(routes).map(async ([path, load]) => [path, await load()] as const);
  return Object.fromEntries(await Promise.all(loaded));
}

export interface Match {
  reply: Handler["reply"];
  params: Record<string, string>;
}

/**
 * Finds the handler of a path among the API's routes, given in Next's notation. Only paths that are written plainly are
 * found; whatever is encoded or decorated in some way is left to the host behind, which knows all the rules.
 */
export class ApiRouter {
  readonly #router = new RegExpRouter<Handler["reply"]>();

  constructor(routes: Record<string, ResourceModule>) {
    for (const [path, module] of Object.entries(routes)) {
      for (const method of methods) {
        const handler = module[method];
        if (handler) this.#router.add(method, path.replace(/\[(\w+)\]/g, ":$1"), handler.reply);
      }
    }
  }

  /** HEAD is answered as GET is; the host leaves the body out. */
  find(method: string, pathname: string): Match | undefined {
    if (!/^(?:\/(?!\.\.?(?:\/|$))[\w.~-]+)+$/.test(pathname)) return undefined;
    const [[found], stash] = this.#router.match(method === "HEAD" ? "GET" : method, pathname);
    if (!found) return undefined;
    const [reply, indexes] = found;
    const params: Record<string, string> = {};
    for (const [name, index] of Object.entries(indexes)) {
      params[name] = typeof index === "number" ? (stash?.[index] ?? "") : index;
    }
    return { reply, params };
  }
}
