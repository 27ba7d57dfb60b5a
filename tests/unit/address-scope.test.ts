import { expect, it } from "vitest";
import { addressScope } from "@/server/auth/address-scope";

it.each([
  ["127.0.0.1", "this machine"],
  ["::1", "this machine"],
  ["10.20.30.40", "a private network"],
  ["172.31.255.255", "a private network"],
  ["172.32.0.1", null],
  ["192.168.1.7", "a private network"],
  ["100.100.0.1", "a private network"],
  ["fd12::1", "a private network"],
  ["fe80::1", "a private network"],
  ["192.0.2.1", null],
  ["2001:db8::1", null],
  ["unknown", null],
  [null, null],
])("knows of %s: %s", (address, place) => {
  expect(addressScope(address)).toBe(place);
});
