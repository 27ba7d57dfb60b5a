import { describe, expect, it } from "vitest";
import { addressGroup, clientAddress } from "@/server/http/client-address";

const headers = (forwarded?: string, peer?: string) =>
  new Headers({
    ...(forwarded ? { "x-forwarded-for": forwarded } : {}),
    ...(peer ? { "x-masthead-peer": peer } : {}),
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
  ])("with %i proxies, X-Forwarded-For %j and peer %s is %s", (proxies, forwarded, peer, expected) => {
    expect(clientAddress(headers(forwarded, peer), proxies, true)).toBe(expected);
  });

  it("ignores a peer header where it isn't ours", () => {
    expect(clientAddress(headers("203.0.113.1", "6.6.6.6"), 0, false)).toBe("203.0.113.1");
  });
});

describe("address groups", () => {
  it.each([
    ["192.0.2.9", "192.0.2.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s counts as %s", (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
