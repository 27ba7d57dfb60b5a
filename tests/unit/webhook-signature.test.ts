import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createSecret, signatureHeaders } from "@/server/webhooks/signature";

const id = "019ad1b2-6c3f-7a52-8a40-3f0d9f5f1b11";
const body = JSON.stringify({ type: "article.published", title: "Ünïcode 🎉" });
const sign = (secrets: string[], sent: string | Uint8Array = body, timestamp = new Date()) =>
  signatureHeaders({ id, timestamp, body: sent, secrets });

describe("signatures", () => {
  it("are verified by the package of Standard Webhooks", () => {
    const secret = createSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Webhook(secret).verify(body, sign([secret]))).toEqual(JSON.parse(body));
    expect(new Webhook(secret).verify(body, sign([secret], Buffer.from(body)))).toEqual(JSON.parse(body));
  });

  it("are those that the package makes", () => {
    const secret = createSecret();
    const timestamp = new Date("2026-11-28T12:00:00.999Z");
    expect(sign([secret], body, timestamp)).toEqual({
      "webhook-id": id,
      "webhook-timestamp": "1795867200",
      "webhook-signature": new Webhook(secret).sign(id, new Date("2026-11-28T12:00:00Z"), body),
    });
  });

  it("are there for each secret while one is replaced", () => {
    const secrets = [createSecret(), createSecret()];
    const headers = sign(secrets);
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const secret of secrets) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    expect(() => new Webhook(createSecret()).verify(body, headers)).toThrow();
  });

  it("hold for these bytes, this id and this time alone", () => {
    const secret = createSecret();
    const webhook = new Webhook(secret);
    const headers = sign([secret]);
    expect(() => webhook.verify(`${body} `, headers)).toThrow();
    expect(() => webhook.verify(body, { ...headers, "webhook-id": "other" })).toThrow();
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    expect(() => webhook.verify(body, { ...headers, "webhook-timestamp": later })).toThrow();
    const old = sign([secret], body, new Date(Date.now() - 3_600_000));
    expect(() => webhook.verify(body, old)).toThrow(/too old/);
  });

  it.each([
    ["", "whsec_", "c2hvcnQ=", "whsec_c2hvcnQ=", Buffer.alloc(32).toString("base64")],
    [`whsec_${Buffer.alloc(23).toString("base64")}`, `whsec_${Buffer.alloc(65).toString("base64")}`],
  ])("are refused with what is no secret: %j", (...secrets) => {
    for (const secret of secrets) expect(() => sign([secret])).toThrow(/24 to 64 bytes/);
    expect(() => sign([])).toThrow(/one secret/);
  });
});
