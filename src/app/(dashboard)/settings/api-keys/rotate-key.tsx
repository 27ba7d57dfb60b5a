"use client";

import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { SelectField } from "../../../_ui/select-field";
import { rotateApiKeyAction } from "./actions";
import { NewKey } from "./new-key";

const overlaps = [
  { value: "0", label: "At once" },
  { value: "3600", label: "In an hour" },
  { value: "86400", label: "In a day" },
  { value: "604800", label: "In a week" },
] as const;

/** Replaces a key by a new one. What it answers stays here, also when the old key can't be replaced any more. */
export function RotateKey({ id, name, isReplaceable }: { id: string; name: string; isReplaceable: boolean }) {
  const { state, pending, formProps } = useFormAction(rotateApiKeyAction);
  if (state.kind === "done") return <NewKey name={`${name}, new`} value={state.result.key} />;
  if (!isReplaceable) return null;
  return (
    <details className="mt-2 text-sm">
      <summary className="link w-fit cursor-pointer py-1" aria-label={`Replace ${name}`}>
        Replace…
      </summary>
      <form {...formProps} className="mt-3 max-w-80 space-y-3">
        <input type="hidden" name="id" value={id} />
        <SelectField
          name="overlapSeconds"
          label="The old key ends"
          options={overlaps}
          defaultValue="86400"
          hint="Until then both work, so that you can put the new one in its place."
        />
        <Button type="submit" pending={pending} aria-label={`Make a new key for ${name}`}>
          Make a new key
        </Button>
        <p role="alert" className="text-danger empty:hidden">
          {state.kind === "error" ? state.message : ""}
        </p>
      </form>
    </details>
  );
}
