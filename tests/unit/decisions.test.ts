import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../src/bin/support/paths";

const folder = path.join(root, "docs/decisions");
const files = readdirSync(folder).filter((file) => file !== "README.md");
const read = (file: string) => readFileSync(path.join(folder, file), "utf8");

const link = String.raw`\[\d{4}\]\(\d{4}-[-a-z0-9]+\.md\)`;
const links = `${link}(?:, ${link})*`;
const form = new RegExp(
  [
    String.raw`^# (?<number>\d{4}) (?<title>[^\n]+)\n`,
    String.raw`- Date: (?<date>\d{4}-\d\d-\d\d)`,
    `- Status: (?<status>accepted|(?:partly )?superseded by ${links})`,
    `(?:- Supersedes: (?<supersedes>${links}(?:; in part ${links})?|in part ${links})\n)?`,
  ].join("\n"),
);

interface Decision {
  file: string;
  title: string;
  status: string;
  supersedes: string;
}

function decisionIn(file: string): Decision {
  const { number, title = "", status = "", supersedes = "" } = form.exec(read(file))?.groups ?? {};
  expect([file, number]).toEqual([file, file.slice(0, 4)]);
  return { file, title, status, supersedes };
}

const linked = (text: string) => [...text.matchAll(/\[(\d{4})\]\(([^)]+)\)/g)].map(([, , file]) => file);

describe("the decisions", () => {
  it.each(files)("%s has the form that README.md tells", (file) => {
    expect(file).toMatch(/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$/);
    decisionIn(file);
    const headings = read(file)
      .match(/^##? .*/gm)
      ?.slice(1);
    const rejected = headings?.includes("## Rejected") ? ["## Rejected"] : [];
    expect(headings).toEqual(["## Context", "## Decision", ...rejected, "## Consequences"]);
  });

  it("have each a number of its own", () => {
    expect(new Set(files.map((file) => file.slice(0, 4))).size).toBe(files.length);
  });

  it("say on both sides which one supersedes which", () => {
    const decisions = files.map(decisionIn);
    const newer = decisions.flatMap(({ file, status }) => linked(status).map((by) => `${by} > ${file}`));
    const older = decisions.flatMap(({ file, supersedes }) =>
      linked(supersedes).map((of) => `${file} > ${of}`),
    );
    expect(newer.sort()).toEqual(older.sort());
    for (const { status, supersedes } of decisions) {
      for (const file of [...linked(status), ...linked(supersedes)]) expect(files).toContain(file);
    }
  });

  it("are all in the index, with their status", () => {
    const rows = files.map(decisionIn).map((decision) => {
      const { file, title, status } = decision;
      return `| [${file.slice(0, 4)}](${file}) | ${title} | ${status} |`;
    });
    expect(read("README.md").match(/^\| \[\d{4}\].*/gm)).toEqual(rows);
  });
});
