import { describe, expect, it } from "vitest";
import { networkList } from "@/server/platform/network-schema";
import { isAllowedAddress } from "@/server/webhooks/address-policy";
import { hostileAnswers } from "../fixtures/hostile-targets";

const none = networkList.parse("");

describe("addresses that requests may go to", () => {
  it.each(hostileAnswers)("%j is refused", (address) => {
    expect(isAllowedAddress(address, none)).toBe(false);
  });

  it.each([
    ..."1.1.1.1 8.8.8.8 93.184.216.34 172.15.255.255 172.32.0.0 100.63.255.255 100.128.0.0 11.0.0.0".split(
      " ",
    ),
    ..."9.255.255.255 169.253.255.255 169.255.0.0 192.167.255.255 192.169.0.0 223.255.255.255".split(" "),
    ..."2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450:4001:81b::200e 2600::1 2001:200::1".split(" "),
    ..."::ffff:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b::808:808 2606:4700::5efe:8.8.8.8".split(" "),
  ])("%s is public", (address) => {
    expect(isAllowedAddress(address, none)).toBe(true);
  });

  it("is in a network of the operator's, however it is written", () => {
    const own = networkList.parse("10.20.0.0/16, fd12:3456::/32, 127.0.0.1");
    const all = "10.20.0.1 ::ffff:10.20.255.255 64:ff9b::10.20.0.1 fd12:3456::1 127.0.0.1 1.1.1.1".split(" ");
    expect(all.filter((address) => !isAllowedAddress(address, own))).toEqual([]);
    const others = "10.21.0.1 10.19.255.255 fd12:3457::1 127.0.0.2 ::1 2002:a14:1:: ::10.20.0.1".split(" ");
    expect(others.filter((address) => isAllowedAddress(address, own))).toEqual([]);
  });

  it("is no metadata service, even in a network of the operator's", () => {
    const own = networkList.parse("0.0.0.0/0, ::/0");
    expect(isAllowedAddress("169.254.1.1", own)).toBe(true);
    for (const address of [
      "169.254.169.254",
      "::ffff:169.254.169.254",
      "64:ff9b::a9fe:a9fe",
      "fd00:ec2::254",
    ]) {
      expect(isAllowedAddress(address, own)).toBe(false);
    }
  });
});
