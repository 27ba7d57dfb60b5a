import { styled } from "../../src/bin/support/terminal";
import type { Demo } from "./demo";

/** What a person needs who sees this for the first time: where it is, how to sign in, one request to try. */
export function printBanner(url: string, demo: Demo | undefined, task: string): void {
  const [first] = demo?.tenants ?? [];
  const lines = [
    "",
    `  ${styled("bold", "Masthead")} is running at ${styled(["cyan", "underline"], url)}   ${styled("dim", "Ctrl-C stops it")}`,
    "",
    ...(demo ? signIn(url, demo) : []),
    ...(first ? tryIt(url, first.secretKey) : []),
    ...(demo ? [`  ${styled("dim", "All of this is also in .data/demo.json.")}`, ""] : []),
  ];
  if (task === "preview")
    lines.push(`  ${styled("dim", "This is the production build, with development's database.")}`, "");
  console.log(lines.join("\n"));
}

function signIn(url: string, { tenants }: Demo): string[] {
  const width = Math.max(...tenants.map(({ email }) => email.length));
  const rows = tenants.map(({ slug, email, password }) => {
    return `    ${email.padEnd(width)}   ${password}   ${styled("dim", `organisation ${slug}, ${url}/p/${slug}`)}`;
  });
  return [`  Sign in at ${url}/login with one of these:`, ...rows, ""];
}

function tryIt(url: string, key: string): string[] {
  return [
    "  Ask the REST API:",
    `    curl -H "Authorization: Bearer ${key}" ${url}/api/v1/articles`,
    "",
    "  Publish a folder of Markdown files:",
    `    npm run import:markdown -- DIRECTORY --key ${key}`,
    "",
  ];
}
