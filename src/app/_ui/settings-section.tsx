import type { ReactNode } from "react";

/** A part of a settings page: what it is about on the left, what can be done on the right. */
export function SettingsSection({
  id,
  title,
  intro,
  children,
}: {
  id: string;
  title: string;
  intro?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-16 gap-y-4 border-t border-ink py-8 first-of-type:border-t-0 first-of-type:pt-0 lg:grid-cols-[18rem_1fr]"
    >
      <div>
        <h2 id={id} tabIndex={-1} className="text-xl font-semibold">
          {title}
        </h2>
        {intro && <div className="mt-2 space-y-2 text-sm text-soft">{intro}</div>}
      </div>
      <div className="max-w-xl min-w-0">{children}</div>
    </section>
  );
}
