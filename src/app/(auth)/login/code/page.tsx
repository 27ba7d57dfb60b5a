import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isChallengeOpen } from "@/server/auth/sign-in";
import { challengeToken } from "@/server/pages/page-session";
import { safeNext } from "@/server/pipeline/paths";
import { firstOf } from "../../../_lib/search-params";
import { Link } from "../../../_ui/link";
import { SubmitForm } from "../../../_ui/submit-form";
import { signInWithCodeAction } from "./actions";

export const metadata: Metadata = { title: "Enter your code" };

/** The second step of signing in. Without a first one that is still open, it leads back to it. */
export default async function CodePage({ searchParams }: PageProps<"/login/code">) {
  const next = safeNext(firstOf((await searchParams).next));
  const challenge = await challengeToken();
  if (!challenge || !(await isChallengeOpen(challenge))) redirect(`/login?next=${encodeURIComponent(next)}`);
  return (
    <>
      <h1 className="text-3xl font-semibold">Enter your code</h1>
      <p className="mt-2 text-sm text-soft">
        Your account asks for a second step. Open your authenticator app, or use a recovery code.
      </p>
      <SubmitForm
        action={signInWithCodeAction}
        values={{ next }}
        fields={[
          {
            name: "code",
            label: "Code",
            autoComplete: "one-time-code",
            maxLength: 40,
            hint: "Six digits from your app, or one of your recovery codes.",
          },
        ]}
        submitLabel="Sign in"
      />
      <p className="mt-6 text-sm">
        <Link href="/login" className="link">
          Begin again
        </Link>
      </p>
    </>
  );
}
