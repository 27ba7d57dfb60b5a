import type { Metadata } from "next";
import type { ReactNode } from "react";
import { madeForOf } from "@/server/pages/form-state";
import { ownerOf } from "@/server/pages/page-owner";
import { getSession } from "@/server/pages/page-session";
import { refusedForm } from "@/server/pages/refused-form";
import { ownerMetaName } from "../_lib/page-owner-meta";
import { PageStandingProvider } from "../_lib/page-standing";
import { Footer } from "./_shell/footer";
import { Header } from "./_shell/header";
import { RefusedForm } from "./_shell/refused-form";
import { StandingNotice } from "./_shell/standing-notice";
import { VerifyBanner } from "./_shell/verify-banner";

/** Says of each page whose it is: in the tab's title for people, and for the frame around it. */
export async function generateMetadata(): Promise<Metadata> {
  const signedIn = await getSession();
  if (!signedIn) return {};
  const owner = ownerOf(signedIn);
  return {
    title: { template: `%s · ${owner.organisation.name} · Masthead`, default: owner.organisation.name },
    other: { [ownerMetaName]: madeForOf(owner) },
  };
}

/**
 * The frame of signed-in pages. It does not ask for a session: each page does, and knows where to come back to. Without
 * one there is no frame, and the page itself redirects.
 */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const signedIn = await getSession();
  const content = (await refusedForm()) ? <RefusedForm /> : children;
  if (!signedIn) return content;
  return (
    <PageStandingProvider owner={ownerOf(signedIn)}>
      <div className="flex min-h-dvh flex-col">
        <StandingNotice />
        <Header signedIn={signedIn} />
        <VerifyBanner identity={signedIn.identity} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl flex-1 px-5 py-8 sm:px-8 sm:py-12"
        >
          {content}
        </main>
        <Footer signedIn={signedIn} />
      </div>
    </PageStandingProvider>
  );
}
