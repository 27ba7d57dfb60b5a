import type { ReactNode } from "react";

/** Where a list would be: what is missing, and the next step. */
export function EmptyState({
  title,
  children,
  action,
  lang,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  lang?: string;
}) {
  return (
    <div lang={lang} className="border-y border-rule px-4 py-14 text-center">
      <p className="font-serif text-xl">{title}</p>
      <p className="mx-auto mt-2 max-w-md text-sm text-soft">{children}</p>
      {action && <div className="mt-6 flex justify-center">{action}</div>}
    </div>
  );
}
