import type { DeliveryDetails } from "@/server/webhooks/deliveries";
import { Badge } from "../../../../../../_ui/badge";
import { Time } from "../../../../../../_ui/time";

/** What came of each time that it was sent, newest first. */
export function AttemptList({ attempts }: { attempts: DeliveryDetails["log"] }) {
  if (attempts.length === 0) return <p className="mt-4 text-sm text-soft">It was not sent yet.</p>;
  return (
    <ol className="divide-y divide-rule border-b border-rule">
      {attempts.map(({ id, sentAt, durationMs, status, error, response, url }) => (
        <li key={id} className="py-4 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <Badge tone={error ? "danger" : "accent"}>{status === null ? "No answer" : String(status)}</Badge>
            <Time value={sentAt} as="moment" />
            <span className="text-soft">{durationMs} ms</span>
          </p>
          {error && <p className="mt-1 break-words">{error}</p>}
          <p className="mt-1 text-xs break-all text-soft">{url}</p>
          {response && (
            <details className="mt-2">
              <summary className="link w-fit cursor-pointer py-1">What the receiver answered</summary>
              <pre className="mt-2 overflow-x-auto text-xs break-all whitespace-pre-wrap">{response}</pre>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}
