import { type KeyboardEvent, useId } from "react";
import { classNames } from "../../../_lib/class-names";
import { describedBy, FieldNotes } from "../../../_ui/text-field";

interface TitleFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

const look = "py-2 font-serif text-3xl font-semibold tracking-tight sm:text-4xl";

/** Set as the title will be read, with a hairline in place of a frame. Long titles wrap, so that a phone shows all of it. */
export function TitleField({ value, onChange, error }: TitleFieldProps) {
  const id = useId();
  return (
    <div className="mb-8">
      <label htmlFor={id} className="sr-only">
        Title
      </label>
      <div className={classNames("grow", look)} data-text={value}>
        <textarea
          id={id}
          name="title"
          rows={1}
          required
          maxLength={200}
          autoComplete="off"
          placeholder="Title"
          value={value}
          onKeyDown={goOnAtEnter}
          // A title is one line, whatever is pasted into it.
          onChange={(event) => onChange(event.target.value.replaceAll(/[\r\n]+/g, " "))}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, null, error)}
          className="-my-2 border-b border-rule bg-transparent py-2 placeholder:text-soft focus-visible:border-accent aria-invalid:border-danger"
        />
      </div>
      <FieldNotes id={id} error={error} />
    </div>
  );
}

/** On to the text, as in a word processor: saving would fix the address while the title is still being thought about. */
function goOnAtEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.querySelector<HTMLTextAreaElement>('textarea[name="content"]')?.focus();
}
