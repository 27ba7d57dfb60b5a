/** The method, always as wide, so that paths below each other begin at one line. */
export function MethodBadge({ method }: { method: string }) {
  return (
    <span className="inline-block w-16 shrink-0 font-mono text-xs font-semibold tracking-wide text-accent">
      {method}
    </span>
  );
}
