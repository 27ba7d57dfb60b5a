import { describe, expect, it } from "vitest";
import { addressGroup, addressNetwork, clientAddress, peerValue } from "@/server/limits/client-address";

const headers = (forwarded?: string, peer?: string) =>
  new Headers({
    ...(forwarded ? { "x-forwarded-for": forwarded } : {}),
    ...(peer ? { "x-masthead-peer": peerValue(peer) } : {}),
  });

describe("the client's address, behind our own host", () => {
  it.each([
    [0, undefined, "192.0.2.9", "192.0.2.9"],
    [0, "203.0.113.1", "192.0.2.9", "192.0.2.9"],
    [1, "203.0.113.1", "10.0.0.1", "203.0.113.1"],
    [1, "6.6.6.6, 203.0.113.1", "10.0.0.1", "203.0.113.1"],
    [2, "6.6.6.6, 203.0.113.1, 10.0.0.2", "10.0.0.1", "203.0.113.1"],
    [5, "203.0.113.1", "10.0.0.1", "203.0.113.1"],
    [0, undefined, "::ffff:192.0.2.9", "192.0.2.9"],
    [1, "6.6.6.6:7, 203.0.113.1:5678", "10.0.0.1", "203.0.113.1"],
    [2, "6.6.6.6, [2001:db8::1]:5, 10.0.0.2:9", "10.0.0.1", "2001:db8::1"],
    [1, ", 203.0.113.1", "10.0.0.1", "203.0.113.1"],
  ])("with %i proxies, X-Forwarded-For %j and peer %s is %s", (proxies, forwarded, peer, expected) => {
    expect(clientAddress(headers(forwarded, peer), proxies)).toBe(expected);
  });

  it("ignores a peer header where it isn't ours", () => {
    for (const forged of ["6.6.6.6", "made-up 6.6.6.6", " 6.6.6.6"]) {
      const sent = new Headers({ "x-forwarded-for": "203.0.113.1", "x-masthead-peer": forged });
      expect(clientAddress(sent, 0)).toBe("203.0.113.1");
    }
  });
});

describe("an address as proxies write it", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["203.0.113.9:40001", "203.0.113.9"],
    ['"203.0.113.9:40001"', "203.0.113.9"],
    ['"203.0.113.9"', "203.0.113.9"],
    ["[203.0.113.9]:80", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9:40001", "203.0.113.9"],
    ["[::ffff:203.0.113.9]:40001", "203.0.113.9"],
    ["::ffff:cb00:7109", "203.0.113.9"],
    ["0:0:0:0:0:FFFF:CB00:7109", "203.0.113.9"],
    ['"[::ffff:cb00:7109]:1"', "203.0.113.9"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ['"[2001:db8::1]:443"', "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25en-0]:443", "fe80::1"],
  ])("%s is %s", (written, address) => {
    expect(clientAddress(headers(written, "10.0.0.1"), 1)).toBe(address);
  });

  it.each([
    "unknown",
    "UNKNOWN",
    "_hidden",
    "_gazonk:9",
    "unix:",
    "localhost",
    "203.0.113",
    "203.0.113.256",
    "203.0.113.9:http",
    "203.0.113.9:123456",
    "0xcb.0.113.9",
    "0313.0.113.9",
    "3405803785",
    "2001:db8::1::2",
    "[2001:db8::1",
    "2001:db8::zz",
    "::ffff:203.0.113.999",
    "for=203.0.113.9",
    "x".repeat(5_000),
  ])("%s is nobody's, as all that can't be read", (written) => {
    expect(clientAddress(headers(written, "10.0.0.1"), 1)).toBe("unknown");
  });
});

describe("address groups", () => {
  it.each([
    ["192.0.2.9", "192.0.2.9", undefined],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"],
    ["2001:db8::1", "2001:db8:0:0::/64", "2001:db8:0::/48"],
    ["::1", "0:0:0:0::/64", "0:0:0::/48"],
    ["unknown", "unknown", undefined],
  ])("%s counts as %s, in %s", (address, group, network) => {
    expect([addressGroup(address), addressNetwork(address)]).toEqual([group, network]);
  });
});
