export type ButtonVariant = "primary" | "plain" | "quiet" | "danger";

const looks: Record<ButtonVariant, string> = {
  primary: "border-accent bg-accent text-on-accent not-data-disabled:hover:bg-accent-strong",
  plain: "border-edge bg-raised text-ink not-data-disabled:hover:border-ink",
  quiet: "border-transparent bg-paper text-ink not-data-disabled:hover:bg-wash",
  danger: "border-danger bg-raised text-danger not-data-disabled:hover:bg-danger-wash",
};

/** The look of a button, also for links that stand among buttons. */
export function buttonClass(variant: ButtonVariant = "plain"): string {
  return `relative inline-flex min-h-10 items-center justify-center gap-2 overflow-hidden rounded-sm border px-4 py-1.5 text-sm font-medium whitespace-nowrap select-none ${looks[variant]} data-disabled:cursor-default`;
}
