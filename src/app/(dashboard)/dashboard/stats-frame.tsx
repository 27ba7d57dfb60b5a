import type { ReactNode } from "react";

export const statuses = [
  { status: "published", label: "Published" },
  { status: "draft", label: "Drafts" },
  { status: "archived", label: "Archived" },
] as const;

export function StatsFrame({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-3 divide-x divide-rule border-y border-rule py-4">{children}</dl>;
}

export function Stat({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse px-4 first:ps-0 sm:px-8">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="font-serif text-4xl leading-tight tabular-nums sm:text-5xl">{children}</dd>
    </div>
  );
}
