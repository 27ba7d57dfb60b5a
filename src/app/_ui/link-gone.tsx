import type { ReactNode } from "react";

/** In the place of a page behind a link from a mail that doesn't work any more. Children: the way to a new one. */
export function LinkGone({ children }: { children: ReactNode }) {
  return (
    <>
      <h1 className="text-3xl font-semibold">This link doesn’t work any more</h1>
      <p className="mt-3 text-soft">It was used already, replaced by a newer one, or is too old.</p>
      <div className="mt-6 text-sm">{children}</div>
    </>
  );
}
