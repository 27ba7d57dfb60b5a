/**
 * One value per process. The middleware, the routes and the pages are bundled apart, and the development server loads modules
 * again after each change; a module-level variable would give each its own pool, limiter and cache.
 */
const registry = globalThis as { [key: symbol]: unknown };

export function processSingleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`masthead.${name}`);
  registry[key] ??= make();
  return registry[key] as T;
}
