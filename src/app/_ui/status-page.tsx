import type { ReactNode } from "react";

/** A page that has nothing to show but why. */
export function StatusPage({
  eyebrow,
  title,
  children,
}: {
  eyebrow: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="mx-auto max-w-lg space-y-5 px-5 py-16 text-center">
      <p className="eyebrow">{eyebrow}</p>
      <h1 className="text-3xl font-semibold sm:text-4xl">{title}</h1>
      <div className="space-y-6 text-balance text-soft">{children}</div>
    </div>
  );
}
