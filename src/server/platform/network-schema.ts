import { BlockList, isIP } from "node:net";
import { z } from "zod";

/** Inclusive, both ends. */
export interface PortRange {
  from: number;
  to: number;
}

/** Networks as `10.0.0.0/8, fd12::/16, 192.168.1.5`, for asking whether an address is in one of them. */
export const networkList = z.string().transform((value, context) => {
  const list = new BlockList();
  if (!partsOf(value).every((part) => addNetwork(list, part))) {
    context.addIssue("networks such as 10.20.0.0/16, fd12:3456::/32");
  }
  return list;
});

/** Ports as `8080, 9000-9100`. */
export const portList = z.string().transform((value, context) => {
  const ranges = partsOf(value).map((part) => /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part));
  const ports = ranges.map((range) => ({ from: Number(range?.[1]), to: Number(range?.[2] ?? range?.[1]) }));
  if (!ports.every(({ from, to }) => from >= 1 && from <= to && to <= 65_535)) {
    context.addIssue("ports such as 8080, 9000-9100");
  }
  return ports;
});

function partsOf(value: string): string[] {
  return value.split(",").flatMap((part) => part.trim() || []);
}

function addNetwork(list: BlockList, written: string): boolean {
  const [, address = "", digits] = /^([\da-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(written) ?? [];
  const family = isIP(address);
  const bitsMax = family === 4 ? 32 : 128;
  const bits = digits === undefined ? bitsMax : Number(digits);
  if (family === 0 || bits > bitsMax) return false;
  list.addSubnet(address, bits, family === 4 ? "ipv4" : "ipv6");
  return true;
}
