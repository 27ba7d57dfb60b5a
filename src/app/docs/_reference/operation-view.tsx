import type { ReactNode } from "react";
import { Link } from "../../_ui/link";
import { CodeBlock } from "../code-block";
import { InlineWords } from "../inline-words";
import { FieldList } from "./field-list";
import { MethodBadge } from "./method-badge";
import type { ReferenceOperation } from "./operations";
import { TryIt } from "./try-it";

/** All there is to know of one operation, and a form to call it. */
export function OperationView({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, whoMay, body, success } = operation;
  return (
    <section aria-labelledby={id} className="border-t border-ink py-8">
      <h2 id={id} tabIndex={-1} className="scroll-mt-6 text-2xl font-semibold">
        <a href={`#${id}`} className="hover:text-accent">
          {summary}
        </a>
      </h2>
      <p className="mt-2 flex items-baseline">
        <MethodBadge method={method} />
        <code className="min-w-0 font-mono text-sm break-all">{path}</code>
      </p>
      <p className="mt-3 max-w-2xl">
        {description && (
          <>
            <InlineWords text={description} />{" "}
          </>
        )}
        <span className="text-soft">For {whoMay}.</span>
      </p>
      <div className="mt-6 grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 space-y-6">
          <Inputs operation={operation} />
          <Part title={`Answer ${success.status}`}>
            <Answer success={success} />
          </Part>
          <Part title="Refusals">
            <Refusals refusals={operation.refusals} />
          </Part>
        </div>
        <div className="min-w-0 space-y-4">
          <TryIt
            id={id}
            method={method}
            path={path}
            pathParameters={operation.pathParameters}
            queryParameters={operation.queryParameters}
            body={body?.example}
          />
          {success.example && <CodeBlock code={success.example} label={`Example of ${success.status}`} />}
        </div>
      </div>
    </section>
  );
}

function Inputs({ operation }: { operation: ReferenceOperation }) {
  const { pathParameters, queryParameters, headers, body } = operation;
  const parts = [
    { title: "In the path", fields: pathParameters },
    { title: "In the query", fields: queryParameters },
    { title: "In the body", fields: body?.fields ?? [] },
    { title: "In the headers", fields: headers },
  ].filter(({ fields }) => fields.length > 0);
  return parts.map(({ title, fields }) => (
    <Part key={title} title={title}>
      <FieldList fields={fields} />
    </Part>
  ));
}

function Answer({ success: { fields, headers, media } }: Pick<ReferenceOperation, "success">) {
  return (
    <div className="space-y-2 text-sm">
      {fields.length > 0 && <Folded title={`Its ${fields.length} fields`} fields={fields} />}
      {fields.length === 0 && (
        <p>
          {media.length > 0 ? <InlineWords text={`A file: \`${media.join("`, `")}\`.`} /> : "Without a body."}
        </p>
      )}
      <Folded title={`Its ${headers.length} headers`} fields={headers} />
    </div>
  );
}

function Folded({ title, fields }: { title: string; fields: ReferenceOperation["headers"] }) {
  return (
    <details>
      <summary className="cursor-pointer py-1 text-accent">{title}</summary>
      <div className="mt-1">
        <FieldList fields={fields} />
      </div>
    </details>
  );
}

function Refusals({ refusals }: Pick<ReferenceOperation, "refusals">) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {refusals.flatMap(({ status, codes }) =>
        codes.map((code) => (
          <li key={code}>
            <span className="text-soft">{status}</span>{" "}
            <Link href={`/docs/api/errors#${code}`} className="link font-mono text-[0.92em]">
              {code}
            </Link>
          </li>
        )),
      )}
    </ul>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-2 font-sans text-sm font-semibold">{title}</h3>
      {children}
    </div>
  );
}
