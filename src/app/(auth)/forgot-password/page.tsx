import type { Metadata } from "next";
import { Link } from "../../_ui/link";
import { SubmitForm } from "../../_ui/submit-form";
import { requestResetAction } from "./actions";

export const metadata: Metadata = { title: "Choose a new password" };

export default function ForgotPasswordPage() {
  return (
    <>
      <h1 className="text-3xl font-semibold">Forgot your password?</h1>
      <p className="mt-2 text-sm text-soft">
        Give the mail address of your account. We send a link there with which you choose a new one.
      </p>
      <SubmitForm
        action={requestResetAction}
        fields={[{ name: "email", label: "Mail address", type: "email", autoComplete: "username" }]}
        submitLabel="Send the link"
        done={
          <>
            <p className="font-medium">Check your mail</p>
            <p className="mt-1">
              If there is an account with this address, a link is on its way. It works for an hour. Nothing
              there after a few minutes? Look among the spam, or try another address.
            </p>
          </>
        }
      />
      <p className="mt-8 border-t border-rule pt-5 text-sm text-soft">
        <Link href="/login" className="link">
          Back to signing in
        </Link>
      </p>
    </>
  );
}
