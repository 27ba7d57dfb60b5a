import type { ReactNode } from "react";

/** Says that something worked. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="mb-6 border-s-2 border-accent bg-accent-wash px-4 py-3 text-sm">
      {children}
    </p>
  );
}
