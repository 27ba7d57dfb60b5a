import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { config } from "@/server/platform/config";
import { themeCookieName, themeOf } from "./_lib/theme";
import { LinkRouter } from "./_ui/link-router";
import { SkipLink } from "./_ui/skip-link";
import "./globals.css";

/** Not a constant: the public address is known when the program runs, not when it is built. */
export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(config().appUrl),
    title: { default: "Masthead", template: "%s · Masthead" },
    description: "Publishing for organisations: write, publish, integrate.",
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookieName)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        {/* Our stylesheet does what Base UI's own style elements would; the policy allows none without a nonce. */}
        <CSPProvider disableStyleElements>
          <SkipLink />
          <div className="isolate">{children}</div>
          <LinkRouter />
        </CSPProvider>
      </body>
    </html>
  );
}
