import { createRequestSender } from "@/server/webhooks/send-request";
import { withLoopback } from "./outbound-policies";

/** Sends a request to each URL, and writes the results: for tests of what a process takes from its environment. */
const sender = createRequestSender({ policy: withLoopback, resolve: async () => ["127.0.0.1"] });
const results = [];
for (const url of process.argv.slice(2)) {
  results.push(await sender.send({ url, headers: {}, body: "{}", timeoutMs: 20_000 }));
}
console.log(JSON.stringify(results));
await sender.close();
