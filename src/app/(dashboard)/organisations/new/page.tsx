import type { Metadata } from "next";
import { requireAuth } from "@/server/pages/page-session";
import { PageTitle } from "../../../_ui/page-title";
import { SubmitForm } from "../../../_ui/submit-form";
import { startOrganisationAction } from "./actions";

export const metadata: Metadata = { title: "New organisation" };

export default async function NewOrganisationPage() {
  await requireAuth("/organisations/new");
  return (
    <>
      <PageTitle
        title="New organisation"
        intro="You will be its admin, with the account that you have. You stay a member of your other organisations."
      />
      <SubmitForm
        action={startOrganisationAction}
        className="mt-6 max-w-md space-y-5"
        fields={[
          {
            name: "organisation",
            label: "Name",
            autoComplete: "organization",
            maxLength: 80,
            hint: "The address of its public pages is made of it; you can change both later.",
          },
        ]}
        submitLabel="Start the organisation"
      />
    </>
  );
}
