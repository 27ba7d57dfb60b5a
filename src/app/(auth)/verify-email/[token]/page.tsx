import type { Metadata } from "next";
import { addressOfLink } from "@/server/auth/email-address";
import { Link } from "../../../_ui/link";
import { LinkGone } from "../../../_ui/link-gone";
import { SubmitForm } from "../../../_ui/submit-form";
import { changeEmailAction, verifyEmailAction } from "./actions";

export const metadata: Metadata = { title: "Your mail address", robots: { index: false } };

/** Looking at it doesn't use the link up: programs that check mails open every link. */
export default async function VerifyEmailPage({ params }: PageProps<"/verify-email/[token]">) {
  const { token } = await params;
  const found = await addressOfLink(token);
  if (!found) {
    return (
      <LinkGone>
        <Link href="/settings/profile" className="link">
          To your profile, for a new one
        </Link>
      </LinkGone>
    );
  }
  const isChange = found.purpose === "change_email";
  return (
    <>
      <h1 className="text-3xl font-semibold">
        {isChange ? "Use this mail address?" : "Verify your mail address"}
      </h1>
      <p className="mt-3 text-soft">
        <span className="font-medium break-all text-ink">{found.email}</span>{" "}
        {isChange ? "will be the address that you sign in with." : "will be known to be yours."}
      </p>
      <SubmitForm
        action={isChange ? changeEmailAction : verifyEmailAction}
        values={{ token }}
        submitLabel={isChange ? "Use this address" : "Verify this address"}
      />
    </>
  );
}
