import path from "node:path";
import { createMasthead } from "./masthead.ts";
import { writeSite } from "./src/write-site.ts";

const { MASTHEAD_URL: url, MASTHEAD_KEY: key } = process.env;
if (!url || !key) {
  console.error("Set MASTHEAD_URL to the server's address and MASTHEAD_KEY to a publishable key (mh_pk_…).");
  process.exit(2);
}
if (!key.startsWith("mh_pk_")) {
  // With a secret key drafts would be readable, and a site is no place for them.
  console.error(
    "MASTHEAD_KEY must be a publishable key (mh_pk_…): it reads what is published and nothing else.",
  );
  process.exit(2);
}
const out = path.join(import.meta.dirname, "dist");
const { articles, pages } = await writeSite(createMasthead({ url, key }), out);
console.log(`${articles} articles on ${pages} pages. Open ${path.join(out, "index.html")}.`);
