import type { Metadata } from "next";
import { isResetOpen } from "@/server/auth/password-reset";
import { newPasswordField } from "../../../_ui/field-specs";
import { Link } from "../../../_ui/link";
import { LinkGone } from "../../../_ui/link-gone";
import { SubmitForm } from "../../../_ui/submit-form";
import { resetPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Choose a new password", robots: { index: false } };

/** Looking at it doesn't use the link up: programs that check mails open every link. */
export default async function ResetPasswordPage({ params }: PageProps<"/reset-password/[token]">) {
  const { token } = await params;
  if (!(await isResetOpen(token))) {
    return (
      <LinkGone>
        <Link href="/forgot-password" className="link">
          Ask for a new link
        </Link>
      </LinkGone>
    );
  }
  return (
    <>
      <h1 className="text-3xl font-semibold">Choose a new password</h1>
      <p className="mt-2 text-sm text-soft">
        You will be signed out everywhere, and sign in with the new one.
      </p>
      <SubmitForm
        action={resetPasswordAction}
        values={{ token }}
        fields={[newPasswordField]}
        submitLabel="Save the password"
      />
    </>
  );
}
