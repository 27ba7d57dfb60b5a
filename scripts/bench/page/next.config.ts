import path from "node:path";
import type { NextConfig } from "next";

/** The bare page that public pages are measured by; see app/[tenant]/[id]/page.tsx. */
const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  serverExternalPackages: ["postgres"],
  turbopack: { root: path.resolve(import.meta.dirname, "../../..") },
};

export default config;
