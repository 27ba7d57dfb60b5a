import type { SignedIn } from "@/server/auth/resolve-session";
import { Link } from "../../_ui/link";
import { ThemeSetting } from "../../_ui/theme-setting";
import { SignOutButton } from "./sign-out-button";

/** Has the ways to one's account and out once more, for whoever has no script: the menu above needs it. */
export function Footer({ signedIn: { identity } }: { signedIn: SignedIn }) {
  return (
    <footer className="mx-auto w-full max-w-6xl px-5 sm:px-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-t border-rule py-3 text-sm text-soft">
        <p>
          <Link href="/settings/profile" className="quiet-link">
            {identity.userName}
          </Link>
          , {identity.role}
        </p>
        <p className="ms-auto">
          <Link href="/docs" className="quiet-link">
            Documentation
          </Link>
        </p>
        <div className="flex items-center gap-2">
          <ThemeSetting />
          <SignOutButton />
        </div>
      </div>
    </footer>
  );
}
