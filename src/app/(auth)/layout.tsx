import type { ReactNode } from "react";
import { ThemeSetting } from "../_ui/theme-setting";
import { Wordmark } from "../_ui/wordmark";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-md flex-col px-5">
      <header className="double-rule pt-8 pb-3 text-center">
        <Wordmark />
      </header>
      <main id="content" tabIndex={-1} className="flex-1 py-10">
        {children}
      </main>
      <footer className="flex items-center justify-end border-t border-rule py-3">
        <ThemeSetting />
      </footer>
    </div>
  );
}
