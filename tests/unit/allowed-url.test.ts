import { describe, expect, it, vi } from "vitest";
import { networkList, portList } from "@/server/platform/network-schema";
import { assertAllowedUrl, checkUrl, type OutboundPolicy } from "@/server/webhooks/allowed-url";
import { hostileHosts, hostileUrls } from "../fixtures/hostile-targets";

const strict: OutboundPolicy = { networks: networkList.parse(""), ports: [], http: false };
/** All that an operator can allow but for networks, so that the address alone decides. */
const wide: OutboundPolicy = { ...strict, ports: portList.parse("1-65535"), http: true };

const problemOf = (url: string, policy: OutboundPolicy = strict) => {
  const check = checkUrl(url, policy);
  return "problem" in check ? check.problem : undefined;
};
const hrefOf = (url: string, policy: OutboundPolicy = strict) => {
  const check = checkUrl(url, policy);
  return "url" in check ? check.url.href : undefined;
};

describe.each(Object.entries(hostileHosts))("hosts that are refused: %s", (_, hosts) => {
  it.each(hosts)("%s", (host) => {
    expect(problemOf(`http://${host}:8080/hooks`, wide)).toMatch(/^must (not lead to a private|be a URL)/);
    expect(problemOf(`https://${host}/hooks`)).toMatch(/^must (not lead to a private|be a URL)/);
  });
});

describe("URLs that requests may go to", () => {
  it.each(hostileUrls)("%j is refused", (url) => {
    expect(problemOf(url.replace("PORT", "8080"), wide)).toMatch(/^must /);
  });

  it.each([
    ["https://example.org", "https://example.org/"],
    ["  https://example.org/hooks?a=b&c  ", "https://example.org/hooks?a=b&c"],
    ["https://example.org/a#fragment", "https://example.org/a"],
    ["https://example.org./a", "https://example.org/a"],
    ["HTTPS://EXAMPLE.org:443/A", "https://example.org/A"],
    ["https://example.org:80/", "https://example.org:80/"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://134744072/", "https://8.8.8.8/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]/"],
    ["https://localhost.example.org/", "https://localhost.example.org/"],
    ["https://127.0.0.1.example.org/", "https://127.0.0.1.example.org/"],
    ["https://notlocalhost/", "https://notlocalhost/"],
  ])("%s is kept as %s", (written, kept) => {
    expect(hrefOf(written)).toBe(kept);
  });

  it.each([
    ["http://example.org/", "must begin with https://"],
    ["ftp://example.org/", "must begin with https://"],
    ["example.org/hooks", "must be a URL such as https://example.org/hooks"],
    ["https://user:word@example.org/", "must not contain a user name or password"],
    ["https://example.org:8443/", "must use one of the ports 80, 443"],
    ["https://10.0.0.1/", "must not lead to a private or reserved network"],
    ["https://localhost/", "must not lead to a private or reserved network"],
    [`https://example.org/${"a".repeat(2_100)}`, "must have at most 2048 characters"],
    ["https://exam ple.org/", "must not contain blanks or control characters"],
  ])("%s: %s", (url, problem) => {
    expect(problemOf(url)).toBe(problem);
  });

  it("may be what the operator allows", () => {
    const own = {
      networks: networkList.parse("10.0.0.0/8"),
      ports: portList.parse("8080, 9000-9100"),
      http: true,
    };
    for (const url of ["http://10.1.2.3:8080/", "https://example.org:9050/", "http://[::ffff:10.0.0.1]/"]) {
      expect(problemOf(url, own)).toBeUndefined();
    }
    expect(problemOf("https://example.org:9101/", own)).toBe(
      "must use one of the ports 80, 443, 8080, 9000-9100",
    );
    expect(problemOf("http://127.0.0.1/", own)).toMatch(/private or reserved/);
  });

  it("are localhost only where both of its addresses are allowed", () => {
    expect(
      problemOf("https://localhost/", { ...strict, networks: networkList.parse("127.0.0.0/8") }),
    ).toBeDefined();
    const both = { ...strict, networks: networkList.parse("127.0.0.0/8, ::1") };
    expect(problemOf("https://localhost/", both)).toBeUndefined();
  });
});

describe("the URL of an endpoint that is saved", () => {
  it("is kept as it is asked, or refused with its field and the reason", () => {
    vi.stubEnv("MASTHEAD_MODE", "test");
    vi.stubEnv("DATABASE_URL", "postgres://nobody@localhost/nothing");
    vi.stubEnv("REDIS_URL", "memory:");
    vi.stubEnv("APP_URL", "http://localhost:3000");
    expect(assertAllowedUrl(" https://Example.org/hooks#a ")).toBe("https://example.org/hooks");
    const message = "must not lead to a private or reserved network";
    for (const path of ["url", "endpoint.url"]) {
      expect(() => assertAllowedUrl("https://10.0.0.1/", path)).toThrow(
        expect.objectContaining({ code: "validation_failed", details: [{ path, message }] }),
      );
    }
  });
});
