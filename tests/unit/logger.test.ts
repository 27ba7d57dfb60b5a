import { describe, expect, it } from "vitest";
import { createLogger } from "@/server/platform/logger";

function capture() {
  const out: string[] = [];
  const error: string[] = [];
  const logger = createLogger("debug", {
    out: { write: (line: string) => void out.push(line) },
    error: { write: (line: string) => void error.push(line) },
  });
  return { logger, out, error };
}

describe("the log", () => {
  it("writes JSON lines with timestamp, level, message and context", () => {
    const { logger, out } = capture();
    logger.info({ requestId: "r-1", tenantId: "t-1", userId: "u-1" }, "request");
    const line = JSON.parse(out[0] ?? "");
    expect(line).toMatchObject({
      level: "info",
      message: "request",
      requestId: "r-1",
      tenantId: "t-1",
      userId: "u-1",
    });
    expect(new Date(line.timestamp).toISOString()).toBe(line.timestamp);
  });

  it("sends warnings and errors to stderr and the rest to stdout", () => {
    const { logger, out, error } = capture();
    logger.debug("d");
    logger.info("i");
    logger.warn("w");
    logger.error("e");
    expect(out.map((line) => JSON.parse(line).message)).toEqual(["d", "i"]);
    expect(error.map((line) => JSON.parse(line).message)).toEqual(["w", "e"]);
  });

  it("holds no secret that was logged by mistake", () => {
    const { logger, out } = capture();
    logger.info(
      {
        password: "hunter2",
        headers: { authorization: "hunter2", cookie: "hunter2" },
        user: { token: "hunter2" },
      },
      "x",
    );
    expect(out.join()).not.toContain("hunter2");
  });

  it("tells an error with stack and causes, without a query's parameters", () => {
    const { logger, error } = capture();
    const cause = Object.assign(new Error("duplicate key"), { code: "23505", parameters: ["hunter2"] });
    logger.error({ error: new Error("Failed query: insert …\nparams: hunter2,x", { cause }) }, "x");
    const line = JSON.parse(error[0] ?? "");
    expect(line.error).toMatchObject({ type: "Error", cause: { message: "duplicate key", code: "23505" } });
    expect(line.error.stack).toContain("logger.test");
    expect(error.join()).not.toContain("hunter2");
  });
});
