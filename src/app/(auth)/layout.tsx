import type { ReactNode } from "react";
import { ownerOf } from "@/server/pages/page-owner";
import { getSession } from "@/server/pages/page-session";
import { refusedForm } from "@/server/pages/refused-form";
import { PageStandingProvider } from "../_lib/page-standing";
import { ThemeSetting } from "../_ui/theme-setting";
import { Wordmark } from "../_ui/wordmark";
import { RefusedForm } from "../(dashboard)/_shell/refused-form";

/** Also for who is signed in already: to accept an invitation, say. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const signedIn = await getSession();
  const content = (await refusedForm()) ? <RefusedForm /> : children;
  return (
    <div className="mx-auto flex min-h-dvh max-w-md flex-col px-5">
      <header className="double-rule pt-8 pb-3 text-center">
        <Wordmark />
      </header>
      <main id="content" tabIndex={-1} className="flex-1 py-10">
        {signedIn ? (
          <PageStandingProvider owner={ownerOf(signedIn)}>{content}</PageStandingProvider>
        ) : (
          content
        )}
      </main>
      <footer className="flex items-center justify-end border-t border-rule py-3">
        <ThemeSetting />
      </footer>
    </div>
  );
}
