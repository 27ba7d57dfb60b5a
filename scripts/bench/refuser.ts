import { createServer } from "node:http";

/**
 * The least that a server can do about an organisation that asks for too much: refuse it unseen. What the noise does to
 * others when it is sent here is the part of the machine and of the sender.
 */
const server = createServer((request, response) => {
  response.writeHead(request.url === "/" ? 200 : 429, { "Content-Length": 0 }).end();
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
