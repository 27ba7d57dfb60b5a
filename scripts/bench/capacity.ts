import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { dataDirectory, root } from "../../src/bin/support/paths";
import { runTask } from "../../src/bin/support/shutdown";
import { info, TaskError } from "../../src/bin/support/terminal";
import { readCosts } from "./capacity/costs";
import { capacityMarkdown } from "./capacity/markdown";
import { assumptions, limits } from "./capacity/model";

const document = path.join(root, "docs/scaling.md");
const [opening, closing] = ["<!-- npm run capacity -->\n", "\n<!-- /npm run capacity -->"];

/**
 * `npm run capacity -- [--from FILE]... [--write]`: computes from the figures of `npm run bench` what a number of
 * organisations needs and what breaks first; `--write` puts it into docs/scaling.md.
 */
await runTask(async () => {
  const { values } = parseArgs({
    options: { from: { type: "string", multiple: true }, write: { type: "boolean" } },
  });
  const costs = readCosts(values.from ?? [path.join(dataDirectory, "bench/latest.json")]);
  const text = capacityMarkdown(costs, assumptions, limits);
  console.log(text);
  if (values.write) {
    const before = readFileSync(document, "utf8");
    const [start, end] = [before.indexOf(opening), before.indexOf(closing)];
    if (start < 0 || end < start) throw new TaskError(`${document} has no place for it`);
    writeFileSync(document, `${before.slice(0, start + opening.length)}${text}${before.slice(end)}`);
    info(`${path.relative(root, document)} is up to date`);
  }
  return 0;
});
