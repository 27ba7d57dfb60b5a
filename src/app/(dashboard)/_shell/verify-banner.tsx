import type { SessionIdentity } from "@/server/auth/session-port";
import { Link } from "../../_ui/link";

/** For whoever hasn't shown yet that their address is theirs. Nothing is closed to them; it can wait. */
export function VerifyBanner({ identity }: { identity: SessionIdentity }) {
  if (identity.emailVerified) return null;
  return (
    <p className="mx-auto mt-4 w-full max-w-6xl px-5 text-sm sm:px-8">
      <span className="block border-s-2 border-edge bg-wash px-4 py-2.5">
        Please verify your mail address: open the link that we sent to{" "}
        <span className="font-medium break-all">{identity.userEmail}</span>.{" "}
        <Link href="/settings/profile" className="link">
          Send it again or change it
        </Link>
      </span>
    </p>
  );
}
