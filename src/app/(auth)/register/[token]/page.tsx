import type { Metadata } from "next";
import { belongsToAccount, organisationOfLink } from "@/server/tenants/verified-sign-up";
import { Link } from "../../../_ui/link";
import { LinkGone } from "../../../_ui/link-gone";
import { SubmitForm } from "../../../_ui/submit-form";
import { finishSignUpAction } from "./actions";

export const metadata: Metadata = { title: "Finish signing up", robots: { index: false } };

/** Looking at it doesn't use the link up: programs that check mails open every link. */
export default async function FinishSignUpPage({ params }: PageProps<"/register/[token]">) {
  const { token } = await params;
  const organisation = await organisationOfLink(token);
  if (organisation === null) {
    return (
      <LinkGone>
        <Link href="/register" className="link">
          Sign up again
        </Link>
      </LinkGone>
    );
  }
  const whose = (await belongsToAccount(token))
    ? "You have an account already: enter its password"
    : "Enter the password that you chose";
  return (
    <>
      <h1 className="text-3xl font-semibold">Finish signing up</h1>
      <p className="mt-3 text-soft">
        <span className="font-medium text-ink">{organisation}</span> is ready to start. {whose}, so that we
        know it was you.
      </p>
      <SubmitForm
        action={finishSignUpAction}
        values={{ token }}
        fields={[{ name: "password", label: "Password", type: "password", autoComplete: "current-password" }]}
        submitLabel="Start the organisation"
      />
    </>
  );
}
