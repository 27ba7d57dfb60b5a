import type { ReactNode } from "react";
import { getSession } from "@/server/http/page-session";
import { Footer } from "./_shell/footer";
import { Header } from "./_shell/header";
import { VerifyBanner } from "./_shell/verify-banner";

/**
 * The frame of signed-in pages. It does not ask for a session: each page does, and knows where to come back to. Without
 * one there is no frame, and the page itself redirects.
 */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const signedIn = await getSession();
  if (!signedIn) return children;
  return (
    <div className="flex min-h-dvh flex-col">
      <Header signedIn={signedIn} />
      <VerifyBanner identity={signedIn.identity} />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-5 py-8 sm:px-8 sm:py-12">
        {children}
      </main>
      <Footer signedIn={signedIn} />
    </div>
  );
}
