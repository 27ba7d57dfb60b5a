import { classNames } from "../_lib/class-names";

/** A grey line in the place of a text that is on its way. */
export function SkeletonLine({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames("block h-[1em] motion-safe:animate-pulse rounded-xs bg-wash", className)}
    />
  );
}

/** Says to screen readers what the grey shapes say to the others. */
export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="sr-only">
      Loading {what}
    </p>
  );
}
