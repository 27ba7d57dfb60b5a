import type { NextConfig } from "next";

const config: NextConfig = {
  // The manual's agent file is not part of this project.
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or dynamically loaded: bundling them breaks them.
  serverExternalPackages: [
    "@node-rs/argon2",
    "ioredis",
    "ioredis-mock",
    "pino",
    "postgres",
    "@upstash/redis",
    "esbuild",
  ],
  // No page uses Next's image optimiser, which would work for anybody, in front of the middleware and its limits.
  images: { unoptimized: true },
  // Metadata stands in the head of every page, not just of those for known crawlers: one page is kept for all.
  htmlLimitedBots: /.*/,
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
};

export default config;
