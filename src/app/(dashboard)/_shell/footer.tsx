import type { SignedIn } from "@/server/auth/resolve-session";
import { ThemeSetting } from "../../_ui/theme-setting";
import { SignOutButton } from "./sign-out-button";

/** Has the way out once more, for whoever has no script: the menu above needs it. */
export function Footer({ signedIn: { identity } }: { signedIn: SignedIn }) {
  return (
    <footer className="mx-auto w-full max-w-6xl px-5 sm:px-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-t border-rule py-3 text-sm text-soft">
        <p>
          {identity.userName}, {identity.role}
        </p>
        <div className="flex items-center gap-2">
          <ThemeSetting />
          <SignOutButton />
        </div>
      </div>
    </footer>
  );
}
