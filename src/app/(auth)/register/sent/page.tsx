import type { Metadata } from "next";
import { Link } from "../../../_ui/link";

export const metadata: Metadata = { title: "Check your mail" };

export default function SentPage() {
  return (
    <>
      <h1 className="text-3xl font-semibold">Check your mail</h1>
      <p className="mt-3 text-soft">
        A link to finish signing up is on its way to you. It works for three days. Nothing there after a few
        minutes? Look among the spam, or check that the address was right.
      </p>
      <p className="mt-8 border-t border-rule pt-5 text-sm text-soft">
        <Link href="/register" className="link">
          Sign up again
        </Link>
      </p>
    </>
  );
}
