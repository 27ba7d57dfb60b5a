import { networkList, portList } from "@/server/platform/network-schema";
import type { OutboundPolicy } from "@/server/webhooks/allowed-url";

/** Allows ports and http, but no networks beside public ones. */
export const publicOnly: OutboundPolicy = {
  networks: networkList.parse(""),
  ports: portList.parse("1-65535"),
  http: true,
};

/** Allows 127.0.0.1 as well, which stands for a public address. */
export const withLoopback: OutboundPolicy = { ...publicOnly, networks: networkList.parse("127.0.0.1") };
