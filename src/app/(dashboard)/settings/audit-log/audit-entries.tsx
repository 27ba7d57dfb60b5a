import type { AuditEntry } from "@/server/audit/service";
import { Time } from "../../../_ui/time";
import { typeLabel } from "./audit-filters";

/** One entry a row; on a phone the cells of a row stand below each other. */
export function AuditEntries({ entries }: { entries: AuditEntry[] }) {
  return (
    <table className="mt-8 w-full text-sm max-md:block">
      <caption className="sr-only">Audit log, newest first, times in UTC</caption>
      <thead className="max-md:sr-only">
        <tr className="border-b border-ink text-start">
          {["When", "Who", "What", "About", "From", "Request"].map((title) => (
            <th key={title} scope="col" className="py-2 pe-4 text-start font-medium">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  const { type, createdAt, actorName, actorType, payload, subjectId, address, requestId } = entry;
  const label = payload.title ?? payload.name;
  const cell = "py-2 pe-4 align-top max-md:block max-md:py-0.5";
  return (
    <tr className="border-b border-rule max-md:block max-md:py-3">
      <td className={`${cell} whitespace-nowrap text-soft`}>
        <Time value={createdAt} as="moment" />
      </td>
      <td className={cell}>
        <bdi>{actorName}</bdi>
        {actorType === "api_key" && <span className="text-soft"> (API key)</span>}
        {actorType === "system" && <span className="text-soft"> (as scheduled)</span>}
      </td>
      <td className={cell}>{typeLabel(type)}</td>
      <td className={`${cell} wrap-anywhere`}>
        {typeof label === "string" ? <bdi>{label}</bdi> : <code className="text-xs">{subjectId}</code>}
      </td>
      <td className={`${cell} text-soft ${address ? "" : "max-md:hidden"}`}>
        <span className="md:hidden">From </span>
        {address ?? "—"}
      </td>
      <td className={`${cell} wrap-anywhere`}>
        <span className="text-xs text-soft md:hidden">Request </span>
        <code className="text-xs text-soft">{requestId}</code>
      </td>
    </tr>
  );
}
