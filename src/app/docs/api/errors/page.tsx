import type { Metadata } from "next";
import { errorCodes } from "@/server/generated/error-codes";
import type { ErrorDefinition } from "@/server/platform/error-definition";
import { Link } from "../../../_ui/link";
import { PageTitle } from "../../../_ui/page-title";
import { InlineWords } from "../../inline-words";

export const metadata: Metadata = { title: "Error codes" };

/** `type` of problem details (RFC 9457) leads here, to `#` and the code. */
export default function ErrorsPage() {
  const codes = Object.entries<ErrorDefinition>(errorCodes).sort(
    ([, one], [, other]) => one.status - other.status,
  );
  return (
    <>
      <PageTitle
        title="Error codes"
        intro="Programs decide by the code, which never changes; the words beside it may. New codes may come, so treat one that you don't know by its status."
      />
      <p className="mb-8 max-w-2xl text-sm text-soft">
        How an error looks is in the guide on{" "}
        <Link href="/docs/errors" className="link">
          errors
        </Link>
        .
      </p>
      <dl className="divide-y divide-rule border-y border-rule">
        {codes.map(([code, { status, meaning, remedy }]) => (
          <div
            key={code}
            id={code}
            className="scroll-mt-4 gap-x-8 py-4 target:bg-accent-wash sm:grid sm:grid-cols-[17rem_1fr]"
          >
            <dt>
              <a href={`#${code}`} className="quiet-link font-mono text-sm font-semibold break-all">
                {code}
              </a>
              <span className="block text-sm text-soft">Status {status}</span>
            </dt>
            <dd className="max-sm:mt-2">
              <InlineWords text={meaning} />
              <span className="mt-1 block text-sm text-soft">
                <InlineWords text={remedy} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
