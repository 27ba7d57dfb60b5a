/** What to quote when asking for help: the mark under which the server logged the error, beside the request's id. */
export function ErrorReference({ error }: { error: unknown }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  if (!digest) return null;
  return (
    <p className="mt-1 text-xs text-soft">
      If it happens again, quote <code className="font-mono">{digest}</code>.
    </p>
  );
}
