/** A way in which middleware in front of a framework has been walked around somewhere, once: another form of path, or headers. */
export interface BypassAttempt {
  name: string;
  path?: (path: string) => string;
  headers?: Record<string, string>;
  method?: string;
}

const rsc = { rsc: "1" };
const tree = { "next-router-state-tree": encodeURIComponent('["",{"children":["__PAGE__",{}]}]') };
const insideSegments = (path: string, separator: string) =>
  path.slice(0, 1) + path.slice(1).replaceAll("/", separator);

export const bypassAttempts: BypassAttempt[] = [
  { name: "as a browser asks" },
  { name: "the page's data by its header", headers: rsc },
  { name: "the page's data by its name", path: (path) => `${path}.rsc` },
  { name: "the page's data by its name and header", path: (path) => `${path}.rsc`, headers: rsc },
  { name: "the page's data by its query", path: (path) => `${path}?_rsc=1` },
  { name: "the page's data by query and header", path: (path) => `${path}?_rsc=1`, headers: rsc },
  { name: "fetched ahead", headers: { ...rsc, "next-router-prefetch": "1" } },
  {
    name: "fetched ahead by segment",
    headers: { ...rsc, "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
  {
    name: "fetched ahead by the page's segment",
    headers: { ...rsc, "next-router-prefetch": "1", "next-router-segment-prefetch": "/__PAGE__" },
  },
  { name: "a segment by its name", path: (path) => `${path}.segments/_tree.segment.rsc` },
  {
    name: "the page's segment by its name",
    path: (path) => `${path}.segments/__PAGE__.segment.rsc`,
    headers: rsc,
  },
  { name: "as if the frame were there already", headers: { ...rsc, ...tree } },
  { name: "as data of the other router", path: (path) => `/_next/data/build${path}.json` },
  { name: "as data of the other router, by header", headers: { "x-nextjs-data": "1" } },
  {
    name: "as if the middleware had been passed",
    headers: { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  },
  {
    name: "the same in src",
    headers: {
      "x-middleware-subrequest": "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware",
    },
  },
  {
    name: "the same as a proxy",
    headers: { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
  },
  {
    name: "as if the middleware had said to go on",
    headers: { "x-middleware-next": "1", "x-middleware-invoke": "1" },
  },
  { name: "as if the middleware had led elsewhere", headers: { "x-middleware-rewrite": "/dashboard" } },
  {
    name: "with headers that the middleware sets",
    headers: {
      "x-middleware-override-headers": "cookie",
      "x-middleware-request-cookie": "masthead_session=x",
    },
  },
  {
    name: "as called from inside",
    headers: { "x-invoke-path": "/dashboard", "x-invoke-status": "200", "x-invoke-output": "/dashboard" },
  },
  { name: "as if it was admitted", headers: { "x-masthead-request": "made-up", "x-masthead-peer": "x ::1" } },
  { name: "as matched already", headers: { "x-matched-path": "/dashboard", "x-now-route-matches": "1" } },
  { name: "as another address", headers: { "x-original-url": "/login", "x-rewrite-url": "/dashboard" } },
  {
    name: "as from this machine",
    headers: { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", forwarded: "for=127.0.0.1" },
  },
  { name: "as another host", headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" } },
  { name: "as a preview", headers: { cookie: "__prerender_bypass=x; __next_preview_data=x" } },
  { name: "with encoded slashes", path: (path) => insideSegments(path, "%2F") },
  {
    name: "with an encoded first letter",
    path: (path) => path.replace(/^\/(.)/, (_, first: string) => `/%${first.charCodeAt(0).toString(16)}`),
  },
  { name: "with twice encoded slashes", path: (path) => insideSegments(path, "%252F") },
  { name: "with backslashes", path: (path) => insideSegments(path, "\\") },
  { name: "with a double slash in front", path: (path) => `/${path}` },
  { name: "with double slashes", path: (path) => path.replaceAll("/", "//") },
  { name: "with a slash at the end", path: (path) => `${path}/` },
  { name: "through this directory", path: (path) => `/.${path}` },
  { name: "through an open page", path: (path) => `/login/..${path}` },
  { name: "through an open page, encoded", path: (path) => `/login/%2e%2e${path}` },
  { name: "through a place that the middleware leaves out", path: (path) => `/_next/static/../..${path}` },
  { name: "the same, encoded", path: (path) => `/_next/static/%2e%2e/%2e%2e${path}` },
  { name: "behind a name that the middleware leaves out", path: (path) => `/favicon.ico/..${path}` },
  { name: "in capitals", path: (path) => path.replace(/^\/[a-z]+/, (root) => root.toUpperCase()) },
  { name: "with a semicolon", path: (path) => `${path};x=1` },
  { name: "with an encoded zero", path: (path) => `${path}%00` },
  { name: "with a dot at the end", path: (path) => `${path}.` },
  { name: "as a picture", path: (path) => `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75` },
  { name: "in an absolute form", path: (path) => `http://localhost${path}` },
  { name: "as HEAD that stands for GET", method: "HEAD", headers: { "x-http-method-override": "GET" } },
  {
    name: "as POST that stands for GET",
    method: "POST",
    headers: { "x-http-method-override": "GET", "x-method-override": "GET" },
  },
  {
    name: "as an unknown action",
    method: "POST",
    headers: { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
  },
];
