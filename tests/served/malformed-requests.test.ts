import { expect, it } from "vitest";
import { startServed } from "../support/served";
import { answerTo } from "./sockets";

const served = startServed({ environment: { LOG_LEVEL: "info" } });
const broken = () => served.lines.filter((line) => line.includes('"broken request"'));

it("what isn't HTTP leaves a line that says from where, and no stack", async () => {
  await answerTo(served.url, "nonsense\r\n\r\n");
  await expect.poll(broken).toHaveLength(1);
  expect(JSON.parse(broken()[0] ?? "")).toEqual({
    level: "info",
    timestamp: expect.any(String),
    message: "broken request",
    status: 400,
    code: expect.stringMatching(/^HPE_/),
    address: expect.stringMatching(/127\.0\.0\.1|::1/),
  });
});

it("hundreds of them leave a few lines, which say how many were left out", async () => {
  for (let round = 0; round < 10; round++)
    await Promise.all(Array.from({ length: 40 }, () => answerTo(served.url, "nonsense\r\n\r\n")));
  const counted = () => broken().reduce((sum, line) => sum + 1 + Number(JSON.parse(line).leftOut ?? 0), 0);
  // The next line counts what was left out before it.
  await expect
    .poll(async () => {
      await answerTo(served.url, "nonsense\r\n\r\n");
      return counted();
    })
    .toBeGreaterThan(400);
  expect(broken().length).toBeLessThan(200);
});
