import type { ReactNode } from "react";
import { buttonClass } from "./button-class";
import { Link } from "./link";

/** In the place of a page that the member's role doesn't reach: what it would take, and the way back. */
export function NotAllowed({ role, children }: { role: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-lg py-12 text-center">
      <p className="eyebrow">Not for your role</p>
      <h1 className="mt-3 text-3xl font-semibold">This page isn’t open to you</h1>
      <p className="mt-3 text-soft">
        {children} You are signed in as {role}. An admin of your organisation can change that.
      </p>
      <div className="mt-8">
        <Link href="/dashboard" className={buttonClass("plain")}>
          Back to the dashboard
        </Link>
      </div>
    </div>
  );
}
