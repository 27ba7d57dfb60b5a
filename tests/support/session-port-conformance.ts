import { beforeAll, describe, expect, it } from "vitest";
import type { SessionPort } from "@/server/auth/session-port";

export interface SessionSubject {
  port: SessionPort;
  user: { userId: string; tenantId: string };
  otherUser: { userId: string; tenantId: string };
  /** Makes a session look as if it had been used last so long ago, and lets time pass to its end. */
  setExpiry(token: string, expiresAt: Date): Promise<unknown>;
  setMemberStatus(userId: string, status: "active" | "suspended"): Promise<unknown>;
}

/** What every implementation of SessionPort must do; whoever replaces Lucia runs it on the replacement. */
export function describeSessionPort(name: string, make: () => Promise<SessionSubject>): void {
  describe(`sessions by ${name}`, () => {
    let subject: SessionSubject;
    beforeAll(async () => {
      subject = await make();
    });
    const start = (who = subject.user) =>
      subject.port.create({ ...who, address: "192.0.2.1", userAgent: "test" });

    it("tell who is behind a token", async () => {
      const { token, absoluteExpiresAt } = await start();
      const identity = await subject.port.validate(token);
      expect(identity).toMatchObject({
        ...subject.user,
        role: expect.any(String),
        tenantSlug: expect.any(String),
      });
      expect(
        Math.abs((identity?.absoluteExpiresAt.getTime() ?? 0) - absoluteExpiresAt.getTime()),
      ).toBeLessThan(1_000);
    });

    it("have tokens that can't be guessed and never repeat", async () => {
      const tokens = await Promise.all(Array.from({ length: 20 }, async () => (await start()).token));
      expect(new Set(tokens).size).toBe(20);
      for (const token of tokens) expect(token).toMatch(/^[a-z2-7]{40}$/);
    });

    it("know nobody behind other tokens", async () => {
      for (const token of ["", "x", "a".repeat(40), "a".repeat(10_000), "' or 1=1"]) {
        expect(await subject.port.validate(token)).toBeNull();
      }
    });

    it("end when told to, and only then", async () => {
      const [ended, other] = [await start(), await start()];
      await subject.port.end(ended.token);
      await subject.port.end(ended.token);
      expect(await subject.port.validate(ended.token)).toBeNull();
      expect(await subject.port.validate(other.token)).not.toBeNull();
    });

    it("expire when they aren't used", async () => {
      const { token } = await start();
      await subject.setExpiry(token, new Date(Date.now() - 1));
      expect(await subject.port.validate(token)).toBeNull();
    });

    it("live on by being used in the second half of their time", async () => {
      const { token } = await start();
      await subject.setExpiry(token, new Date(Date.now() + 3_600_000));
      await subject.port.validate(token);
      const renewed = await subject.port.validate(token);
      expect(renewed?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 24 * 3_600_000);
    });

    it("stop working while the membership isn't active", async () => {
      const { token } = await start();
      await subject.setMemberStatus(subject.user.userId, "suspended");
      expect(await subject.port.validate(token)).toBeNull();
      await subject.setMemberStatus(subject.user.userId, "active");
    });

    it("are swept once they have expired", async () => {
      const { token } = await start();
      await subject.setExpiry(token, new Date(Date.now() - 1));
      expect(await subject.port.sweep(100)).toBeGreaterThanOrEqual(1);
      expect(await subject.port.sweep(100)).toBe(0);
    });
  });
}
