// Loaded with --import into Next's development server, which has no option for it: connections stay open between requests
// as long as in production. With Node's 5 s, a script that works between two requests would find its connection closed.
import { subscribe } from "node:diagnostics_channel";

const keepAliveTimeout = 65_000;

subscribe("http.server.request.start", ({ server }) => {
  server.keepAliveTimeout = keepAliveTimeout;
});
