"use client";

import { type FormEvent, useState } from "react";
import { useHydrated } from "../../_lib/use-hydrated";
import { Button } from "../../_ui/button";
import { SelectField } from "../../_ui/select-field";
import { FieldLabel, TextField } from "../../_ui/text-field";
import { CodeBlock } from "../code-block";
import { curlOf } from "./curl";
import type { Field } from "./fields";
import { type CallAnswer, sendCall } from "./send-call";
import { useTryKey } from "./try-key";

interface TryItProps {
  id: string;
  method: string;
  path: string;
  pathParameters: Field[];
  queryParameters: Field[];
  /** A body to begin with. */
  body: string | undefined;
}

/** The call as a line for the shell, and a form that makes it with the reader's own key. */
export function TryIt({ id, method, path, pathParameters, queryParameters, body: example }: TryItProps) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [body, setBody] = useState(example);
  const { answer, failure, isPending, send } = useCall();
  const { key } = useTryKey();
  const isHydrated = useHydrated();
  const target = targetOf(path, { values, pathParameters, queryParameters });
  const set = (name: string) => (value: string) => setValues((before) => ({ ...before, [name]: value }));

  function submit(event: FormEvent): void {
    event.preventDefault();
    send({ method, target, key, body });
  }

  return (
    <>
      <CodeBlock code={curlOf({ method, target, body })} label="Call" />
      {isHydrated && (
        <details className="border border-rule">
          <summary className="cursor-pointer px-4 py-2 text-sm font-medium">Try it</summary>
          <form onSubmit={submit} aria-label={`Try ${id}`} className="space-y-4 border-t border-rule p-4">
            <KeyField />
            {[...pathParameters, ...queryParameters].map((field) => (
              <ParameterField
                key={field.name}
                field={field}
                value={values[field.name] ?? ""}
                onChange={set(field.name)}
              />
            ))}
            {body !== undefined && <BodyField id={`${id}-body`} value={body} onChange={setBody} />}
            <Button type="submit" variant="primary" pending={isPending}>
              Send
            </Button>
            <p role="status" className="text-sm">
              {failure ?? answer?.status}
            </p>
            {answer && <AnswerView answer={answer} />}
          </form>
        </details>
      )}
    </>
  );
}

function useCall() {
  const [answer, setAnswer] = useState<CallAnswer>();
  const [failure, setFailure] = useState<string>();
  const [isPending, setPending] = useState(false);
  async function send(call: Parameters<typeof sendCall>[0]): Promise<void> {
    setPending(true);
    setFailure(undefined);
    try {
      setAnswer(await sendCall(call));
    } catch {
      setAnswer(undefined);
      setFailure("There was no answer. Is the server running, and are you online?");
    }
    setPending(false);
  }
  return { answer, failure, isPending, send };
}

function targetOf(
  path: string,
  given: { values: Record<string, string>; pathParameters: Field[]; queryParameters: Field[] },
): string {
  let target = path;
  for (const { name } of given.pathParameters) {
    const value = given.values[name];
    if (value) target = target.replace(`{${name}}`, encodeURIComponent(value));
  }
  const query = new URLSearchParams();
  for (const { name } of given.queryParameters) {
    const value = given.values[name];
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `${target}?${query}` : target;
}

function KeyField() {
  const { key, setKey } = useTryKey();
  return (
    <TextField
      name="key"
      type="password"
      label="Your key"
      required
      autoComplete="off"
      spellCheck={false}
      placeholder="mh_sk_… or mh_pk_…"
      hint="Calls are real and act on your organisation. The key stays in this page until you leave it."
      value={key}
      onChange={(event) => setKey(event.target.value)}
    />
  );
}

function ParameterField({
  field: { name, options, isRequired, type },
  value,
  onChange,
}: {
  field: Field;
  value: string;
  onChange(value: string): void;
}) {
  if (options.length > 0 && !type.startsWith("list")) {
    const choices = options.map((option) => ({ value: option, label: option }));
    return (
      <SelectField
        name={name}
        label={name}
        options={isRequired ? choices : [{ value: "", label: "not given" }, ...choices]}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      name={name}
      label={name}
      required={isRequired}
      isOptional={!isRequired}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function BodyField({ id, value, onChange }: { id: string; value: string; onChange(value: string): void }) {
  return (
    <div>
      <FieldLabel htmlFor={id}>Body</FieldLabel>
      <textarea
        id={id}
        name="body"
        rows={Math.min(14, value.split("\n").length + 1)}
        spellCheck={false}
        className="field font-mono text-sm"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function AnswerView({ answer: { headers, body } }: { answer: CallAnswer }) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  return (
    <>
      <CodeBlock code={lines} label="Headers" />
      {body && <CodeBlock code={body} label="Body" />}
    </>
  );
}
