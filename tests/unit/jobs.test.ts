import { describe, expect, it } from "vitest";
import { z } from "zod";
import { backOffMs } from "@/server/jobs/back-off";
import { describeFailure, JobError } from "@/server/jobs/job-error";
import { AppError } from "@/server/platform/errors";
import { columns, printable } from "../../src/bin/support/columns";
import { readJobsArguments } from "../../src/bin/support/jobs-arguments";

const id = "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11";

describe("the time until the next attempt", () => {
  it("grows fourfold up to six hours, and is half left to chance", () => {
    const longest = (attempt: number) => backOffMs(attempt, 1);
    expect([1, 2, 3, 4].map(longest)).toEqual([5_000, 20_000, 80_000, 320_000]);
    expect(longest(10)).toBe(6 * 3_600_000);
    expect(longest(1_000)).toBe(6 * 3_600_000);
    expect(backOffMs(2, 0)).toBe(10_000);
  });
});

describe("what is kept of a failure", () => {
  it("shows admins only what was meant for them", () => {
    const internal = describeFailure(new Error("host 10.0.0.7"));
    expect(internal.error).not.toContain("10.0.0.7");
    expect(internal.detail).toContain("10.0.0.7");
    expect(describeFailure(new JobError("The receiver is gone.")).error).toBe("The receiver is gone.");
    expect(describeFailure(new AppError("tag_not_found")).error).toBe("Tag not found");
    expect(describeFailure("a \u0000 word").detail).toBe("a  word");
  });

  it("is final where another attempt can't help", () => {
    const unreadable = z.string().safeParse(1).error;
    expect(describeFailure(unreadable).isFinal).toBe(true);
    expect(describeFailure(new JobError("x", { isFinal: true })).isFinal).toBe(true);
    expect(describeFailure(new Error("x")).isFinal).toBe(false);
  });
});

describe("npm run jobs", () => {
  const read = (line: string) => readJobsArguments(line ? line.split(" ") : []);

  it("reads its arguments", () => {
    expect(read("")).toMatchObject({ command: "overview", json: false, limit: 20 });
    expect(read("list --state failed --limit 5 --json")).toMatchObject({
      ...{ command: "list", state: "failed", limit: 5, json: true },
    });
    expect(read(`retry ${id} --organisation harbour`)).toMatchObject({ id, organisation: "harbour" });
    expect(read("discard --all-failed --organisation harbour")).toMatchObject({ allFailed: true });
    expect(read("--help")).toBeNull();
  });

  it.each([
    ["remove", "There is no such command"],
    ["list --state lost", "--state lost is none"],
    ["list --limit none", "--limit must be"],
    [`retry ${id}`, "needs --organisation"],
    ["retry --organisation harbour", "needs the id of a job"],
    [`retry ${id} --all-failed --organisation harbour`, "takes no id beside --all-failed"],
    ["list --colour", "Unknown option"],
  ])("refuses %s", (line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  it("shows columns, and nothing that a terminal takes for commands", () => {
    expect(
      columns([
        ["a", "bb", ""],
        ["ccc", "d", "e"],
      ]),
    ).toBe("a    bb\nccc  d   e");
    expect(printable("\u001b[2J\u202ex\n")).toBe("\ufffd[2J\ufffdx\n");
  });
});
