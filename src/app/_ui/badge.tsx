import { classNames } from "../_lib/class-names";

export type Tone = "accent" | "neutral" | "faint" | "danger";

const dots: Record<Tone, string> = {
  accent: "bg-accent",
  neutral: "border border-edge",
  faint: "bg-edge",
  danger: "bg-danger",
};

/** A state in a word, with a dot so that a list can be read at a glance. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-xs font-medium whitespace-nowrap text-soft">
      <span aria-hidden="true" className={classNames("size-2 rounded-full", dots[tone])} />
      {children}
    </span>
  );
}
