import { createServer } from "node:http";
import next from "next";

/** The built program by Next alone, without anything of our own host in front, as a serverless host has it. */
const app = next({ dev: false, port: Number(process.env.PORT) });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  handle(request, response).catch(() => response.destroy());
});
server.listen(Number(process.env.PORT));
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  app.close().finally(() => process.exit(0));
});
