import { TextField } from "../../../_ui/text-field";

export interface EndpointValues {
  url: string;
  description: string;
  types: string;
  ordered: string;
}

/** The fields of an endpoint, for a new one and for one that is changed. */
export function EndpointFields({
  values,
  errors,
}: {
  values: Partial<EndpointValues>;
  errors: Partial<Record<keyof EndpointValues, string>>;
}) {
  return (
    <>
      <TextField
        name="url"
        type="url"
        label="Address"
        required
        maxLength={2048}
        defaultValue={values.url}
        error={errors.url}
        hint="Where events are sent to, such as https://example.org/hooks."
      />
      <TextField
        name="description"
        label="Description"
        isOptional
        maxLength={200}
        defaultValue={values.description}
        error={errors.description}
        hint="What it is for, such as “Rebuilds the web site”."
      />
      <TextField
        name="types"
        label="Types of events"
        isOptional
        defaultValue={values.types}
        error={errors.types}
        hint="With commas between them, such as article.published, article.deleted. Left empty: all, also those of later versions."
      />
      <label className="flex items-start gap-2 text-sm">
        <input type="checkbox" name="ordered" defaultChecked={values.ordered === "on"} className="mt-1" />
        <span>
          In order
          <span className="block text-xs text-soft">
            One after the other: an event that can’t be delivered holds up those behind it.
          </span>
        </span>
      </label>
    </>
  );
}
