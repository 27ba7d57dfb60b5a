import { eventTypes } from "@/server/generated/event-types";
import { buttonClass } from "../../../_ui/button-class";
import { Link } from "../../../_ui/link";
import { SelectField } from "../../../_ui/select-field";
import { TextField } from "../../../_ui/text-field";
import { type AuditParams, auditHref } from "./audit-params";

const types = [
  { value: "", label: "Everything" },
  ...Object.keys(eventTypes).map((type) => ({ value: type, label: typeLabel(type) })),
];

/** `api_key.created` as people would say it: "API key created". */
export function typeLabel(type: string): string {
  const words = type
    .replaceAll(/[._]/g, " ")
    .replace(/^api key/, "API key")
    .replace(/^tenant/, "organisation");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A form that asks for the page again; it works without script. */
export function AuditFilters({ params }: { params: AuditParams }) {
  const isFiltered = Boolean(params.type || params.from || params.to || params.requestId);
  return (
    <search>
      <form action="/settings/audit-log" className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-5">
        <SelectField name="type" label="What" options={types} defaultValue={params.type} />
        <TextField name="from" label="From" type="date" defaultValue={params.from} />
        <TextField name="to" label="Until" type="date" defaultValue={params.to} />
        <TextField name="requestId" label="Request" defaultValue={params.requestId} maxLength={64} />
        <div className="flex gap-2">
          <button type="submit" className={buttonClass("plain")}>
            Show
          </button>
          {isFiltered && (
            <Link href={auditHref({})} className={buttonClass("quiet")}>
              Clear
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}
