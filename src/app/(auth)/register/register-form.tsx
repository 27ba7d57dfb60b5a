"use client";

import { useState } from "react";
import { useFormAction } from "../../_lib/use-form-action";
import { Button } from "../../_ui/button";
import { FormMessage } from "../../_ui/form-message";
import { PasswordField } from "../../_ui/password-field";
import { TextField } from "../../_ui/text-field";
import { signUpAction } from "./actions";

export function RegisterForm() {
  const { state, pending, formProps } = useFormAction(signUpAction);
  const { fields = {}, values = {} } = state.kind === "error" ? state : {};
  const [organisation, setOrganisation] = useState(values.organisation ?? "");
  const [slug, setSlug] = useState(values.organisationSlug ?? "");
  return (
    <form {...formProps} noValidate className="mt-8 space-y-5">
      <FormMessage state={state} />
      <TextField
        label="Organisation"
        name="organisation"
        autoComplete="organization"
        required
        maxLength={80}
        value={organisation}
        onChange={(event) => setOrganisation(event.target.value)}
        error={fields.organisation}
      />
      <TextField
        label="Address of the public pages"
        name="organisationSlug"
        isOptional
        autoCapitalize="none"
        spellCheck={false}
        maxLength={63}
        value={slug}
        onChange={(event) => setSlug(event.target.value.toLowerCase().replaceAll(/\s+/g, "-"))}
        error={fields.organisationSlug}
        hint={<AddressPreview organisation={organisation} slug={slug} />}
      />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        defaultValue={values.name}
        error={fields.name}
      />
      <TextField
        label="Mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={values.email}
        error={fields.email}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        required
        error={fields.password}
        hint="At least 8 characters; long and memorable beats short and odd."
      />
      <Button type="submit" variant="primary" pending={pending}>
        Create the organisation
      </Button>
    </form>
  );
}

/** How the address will read. An address that is made of the name gets a few letters more, so that it is free. */
function AddressPreview({ organisation, slug }: { organisation: string; slug: string }) {
  const made = organisation
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const shown = slug || `${made.slice(0, 50) || "your-name"}-…`;
  return (
    <>
      Readers will find you at <span className="font-medium break-all text-ink">/p/{shown}</span>
    </>
  );
}
