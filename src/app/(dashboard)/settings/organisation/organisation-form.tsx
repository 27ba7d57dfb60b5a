"use client";

import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { FormMessage } from "../../../_ui/form-message";
import { TextField } from "../../../_ui/text-field";
import { saveOrganisationAction } from "./actions";

interface OrganisationFormProps {
  name: string;
  slug: string;
  language: string;
  timeZone: string;
  commentsModerated: boolean;
  version: number;
}

export function OrganisationForm({
  name,
  slug,
  language,
  timeZone,
  commentsModerated,
  version,
}: OrganisationFormProps) {
  const { state, pending, formProps } = useFormAction(saveOrganisationAction);
  const { fields = {}, values } = state.kind === "error" ? state : {};
  return (
    <form {...formProps} noValidate className="max-w-xl space-y-5">
      <FormMessage state={state} />
      <input type="hidden" name="version" value={version} />
      <TextField
        label="Name"
        name="name"
        required
        maxLength={80}
        autoComplete="organization"
        defaultValue={values?.name ?? name}
        error={fields.name}
      />
      <TextField
        label="Address"
        name="slug"
        required
        maxLength={63}
        autoCapitalize="none"
        spellCheck={false}
        hint="The last part of your public pages’ address. Links to the old one lead on to the new one."
        defaultValue={values?.slug ?? slug}
        error={fields.slug}
      />
      <TextField
        label="Language"
        name="language"
        required
        maxLength={35}
        autoCapitalize="none"
        spellCheck={false}
        hint="Of your public pages, such as en, de, ar or pt-BR."
        defaultValue={values?.language ?? language}
        error={fields.language}
      />
      <TextField
        label="Time zone"
        name="timeZone"
        required
        maxLength={64}
        autoCapitalize="none"
        spellCheck={false}
        list="time-zones"
        hint="Of the dates on your public pages, such as Europe/Berlin."
        defaultValue={values?.timeZone ?? timeZone}
        error={fields.timeZone}
      />
      <label className="flex items-start gap-3 text-sm">
        <input
          type="checkbox"
          name="commentsModerated"
          defaultChecked={values ? values.commentsModerated === "on" : commentsModerated}
          className="mt-0.5 size-5 shrink-0"
        />
        <span>
          <span className="block font-medium">Look at comments first</span>
          <span className="block text-soft">
            Comments of authors wait until an editor or an admin has approved them.
          </span>
        </span>
      </label>
      <div className="flex items-center gap-4">
        <Button type="submit" variant="primary" pending={pending}>
          Save
        </Button>
        <p role="status" className="text-sm text-soft">
          {state.kind === "done" ? "Saved." : ""}
        </p>
      </div>
    </form>
  );
}
