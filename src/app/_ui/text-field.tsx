import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "../_lib/class-names";

interface TextFieldProps extends Omit<ComponentProps<"input">, "id" | "className" | "style"> {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Stands at the end, inside of the field's frame. */
  end?: ReactNode;
  isOptional?: boolean;
}

/**
 * An input with its label, hint and error. Plain elements with fixed ids rather than Base UI's Field, which ties them
 * together only once its script has run: these also work without.
 */
export function TextField({ label, hint, error, end, isOptional, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <div>
      <FieldLabel htmlFor={id} isOptional={isOptional}>
        {label}
      </FieldLabel>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          className={classNames("field", end !== undefined && "pe-20")}
        />
        {end && <div className="absolute inset-y-0 end-0 flex items-center pe-1.5">{end}</div>}
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

export function FieldLabel({
  htmlFor,
  isOptional,
  children,
}: {
  htmlFor: string;
  isOptional?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <label htmlFor={htmlFor} className="mb-1.5 flex items-baseline justify-between text-sm font-medium">
      {children}
      {isOptional && <span className="text-xs font-normal text-soft">optional</span>}
    </label>
  );
}

export function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return classNames(error && `${id}-error`, Boolean(hint) && `${id}-hint`) || undefined;
}

/** The error has a line of its own, in words that follow the label: "Name must not be empty" reads as "must not be empty". */
export function FieldNotes({
  id,
  hint,
  error,
}: {
  id: string;
  hint?: ReactNode;
  error?: string | undefined;
}) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-sm text-danger">
          {sentence(error)}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
          {hint}
        </p>
      )}
    </>
  );
}

/** Messages of schemas continue the field's name; on their own they begin with a capital. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
