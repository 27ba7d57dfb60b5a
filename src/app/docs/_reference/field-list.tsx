import { InlineWords } from "../inline-words";
import type { Field } from "./fields";

/** Parameters, headers or the fields of a body. A list and no table, since names are long and phones narrow. */
export function FieldList({ fields }: { fields: Field[] }) {
  return (
    <dl className="divide-y divide-rule border-y border-rule text-sm">
      {fields.map((field) => (
        <div key={field.name} className="py-2">
          <dt className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono text-[0.92em] font-semibold break-all">{field.name}</code>
            <span className="text-soft">{field.type}</span>
            {field.isRequired && <span className="font-medium text-accent">required</span>}
          </dt>
          <Notes {...field} />
        </div>
      ))}
    </dl>
  );
}

function Notes({ description, options, bounds, defaultValue }: Field) {
  const facts = [
    ...bounds,
    ...(options.length > 0 ? [options.map((option) => `\`${option}\``).join(", ")] : []),
    ...(defaultValue === undefined ? [] : [`\`${defaultValue}\` unless given`]),
  ];
  if (!description && facts.length === 0) return <dd hidden />;
  return (
    <dd className="mt-0.5">
      {description && <InlineWords text={description} />}
      {description && facts.length > 0 && ". "}
      {facts.length > 0 && (
        <span className="text-soft">
          <InlineWords text={facts.join("; ")} />
        </span>
      )}
    </dd>
  );
}
