import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { describedBy, FieldLabel, FieldNotes } from "./text-field";

interface SelectFieldProps extends Omit<ComponentProps<"select">, "id" | "className" | "style" | "children"> {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  hint?: string | undefined;
  error?: string | undefined;
}

/** The browser's own select: it works without script, and phones show it the way their users know. */
export function SelectField({ label, options, hint, error, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <div>
      <FieldLabel htmlFor={id}>{label}</FieldLabel>
      <div className="relative">
        <select
          {...select}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          className="field appearance-none pe-10"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden="true"
          className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-soft"
        />
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}
